namespace MLNetDeep;

/// <summary>Finds and checks the feature column of a schema.</summary>
internal static class FeatureColumn
{
    /// <summary>The feature column of the data that a model is asked to score.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing, of another type, or of another width, dimensions or vocabulary than the model was trained on.</exception>
    internal static DataViewSchema.Column In(DataViewSchema schema, ModelDescription model)
    {
        string name = model.Options.FeatureColumnName;
        DataViewSchema.Column column = schema.GetColumnOrNull(name) ?? throw SchemaMismatch.Missing("feature", name);
        CheckLikeTraining(column, model.Sequence, model.FeatureCount, model.Options);
        return column;
    }

    /// <summary>Checks that rows are those that a model learned from, as far as their type tells.</summary>
    /// <param name="column">The column.</param>
    /// <param name="sequence">What a step is, if rows are sequences of any length.</param>
    /// <param name="count">The slots of a training row, the numbers of a step, or the tokens.</param>
    /// <param name="trained">The options as the model knows them: with the shape of a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are not.</exception>
    internal static void CheckLikeTraining(DataViewSchema.Column column, SequenceKind? sequence, int count, DeepTrainerOptions trained)
    {
        switch (sequence)
        {
            case SequenceKind.Tokens: CheckTokens(column, count); break;
            case SequenceKind.Numbers: CheckNumbers(column, count); break;
            default: CheckVector(column, count, trained); break;
        }
    }

    private static void CheckVector(DataViewSchema.Column column, int width, DeepTrainerOptions trained)
    {
        if (column.Type is not VectorDataViewType { IsKnownSize: true } type || !IsSingle(type))
        {
            throw SchemaMismatch.Feature(column.Name, column.Type is VectorDataViewType { IsKnownSize: false } ? $"{column.Type} of variable size" : $"{column.Type}");
        }
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

    private static void CheckNumbers(DataViewSchema.Column column, int numbersPerStep)
    {
        if (column.Type is not VectorDataViewType type || !IsSingle(type))
        {
            throw SchemaMismatch.Of("feature", column.Name, "Vector<Single> of any size", $"{column.Type}", "Featurize the data with the pipeline that the model was trained with.");
        }
        if (type.Size % numbersPerStep != 0)
        {
            throw SchemaMismatch.Of("feature", column.Name, $"{numbersPerStep} numbers a step, as in training", $"{column.Type}", "Featurize the data with the pipeline that the model was trained with.");
        }
    }

    private static void CheckTokens(DataViewSchema.Column column, int count)
    {
        if (column.Type is not VectorDataViewType { ItemType: KeyDataViewType key } || key.Count != (ulong)count)
        {
            throw SchemaMismatch.Of("feature", column.Name, $"a vector of keys of {count} values, as in training", $"{column.Type}", "Map words to keys with the transformer that was fitted for the training.");
        }
    }

    private static bool IsSingle(VectorDataViewType type) => type.ItemType is NumberDataViewType { RawType: var item } && item == typeof(float);
}
