namespace MLNetDeep;

/// <summary>Finds and checks the feature column of a schema.</summary>
internal static class FeatureColumn
{
    /// <summary>The feature column of the data that a model is asked to score.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing, of another type, or of another width or other dimensions than the model was trained on.</exception>
    internal static DataViewSchema.Column In(DataViewSchema schema, ModelDescription model)
    {
        string name = model.Options.FeatureColumnName;
        DataViewSchema.Column column = schema.GetColumnOrNull(name) ?? throw SchemaMismatch.Missing("feature", name);
        if (column.Type is not VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType { RawType: var item } } || item != typeof(float))
        {
            throw SchemaMismatch.Feature(name, column.Type is VectorDataViewType { IsKnownSize: false } ? $"{column.Type} of variable size" : $"{column.Type}");
        }
        CheckLikeTraining(column, model.FeatureCount, model.Options);
        return column;
    }

    /// <summary>Checks that rows are those that a model learned from, as far as their type tells.</summary>
    /// <param name="column">A vector of known size.</param>
    /// <param name="width">The slots of a training row.</param>
    /// <param name="trained">The options as the model knows them: with the shape of a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is another, or the dimensions contradict the shape.</exception>
    internal static void CheckLikeTraining(DataViewSchema.Column column, int width, DeepTrainerOptions trained)
    {
        VectorDataViewType type = (VectorDataViewType)column.Type;
        if (type.Size != width)
        {
            throw SchemaMismatch.Width(column.Name, width, type.Size);
        }
        if (trained is CnnOptions { InputShape: { } shape } cnn
            && RowDimensions.Of(shape, cnn.IsInterleaved ?? false) is var dimensions && RowDimensions.Contradict(type.Dimensions, dimensions))
        {
            throw SchemaMismatch.Dimensions(column.Name, dimensions, type);
        }
    }
}
