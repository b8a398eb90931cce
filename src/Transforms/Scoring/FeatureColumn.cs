namespace MLNetDeep;

/// <summary>Finds and checks the feature column of a schema.</summary>
internal static class FeatureColumn
{
    /// <summary>The feature column of the data that a model is asked to score.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing, of another type, or of another width than the model was trained on.</exception>
    internal static DataViewSchema.Column In(DataViewSchema schema, ModelDescription model)
    {
        string name = model.Options.FeatureColumnName;
        DataViewSchema.Column column = schema.GetColumnOrNull(name) ?? throw SchemaMismatch.Missing("feature", name);
        if (column.Type is not VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType { RawType: var item } } type || item != typeof(float))
        {
            throw SchemaMismatch.Feature(name, column.Type is VectorDataViewType { IsKnownSize: false } ? $"{column.Type} of variable size" : $"{column.Type}");
        }
        return type.Size == model.FeatureCount
            ? column
            : throw SchemaMismatch.Width(name, model.FeatureCount, type.Size);
    }
}
