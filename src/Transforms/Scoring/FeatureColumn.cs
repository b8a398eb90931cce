namespace MLNetDeep;

/// <summary>Finds and checks the feature column of a schema.</summary>
internal static class FeatureColumn
{
    /// <summary>The feature column of the data that a model is asked to score.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing, of another type, or of another width or vocabulary than the model was trained on.</exception>
    internal static DataViewSchema.Column In(DataViewSchema schema, ModelDescription model)
    {
        string name = model.Options.FeatureColumnName;
        DataViewSchema.Column column = schema.GetColumnOrNull(name) ?? throw SchemaMismatch.Missing("feature", name);
        switch (model.Sequence)
        {
            case SequenceKind.Tokens: CheckTokens(column, model.FeatureCount); break;
            case SequenceKind.Numbers: CheckNumbers(column, model.FeatureCount); break;
            default: CheckWidth(column, model.FeatureCount); break;
        }
        return column;
    }

    private static void CheckWidth(DataViewSchema.Column column, int width)
    {
        if (column.Type is not VectorDataViewType { IsKnownSize: true } type || !IsSingle(type))
        {
            throw SchemaMismatch.Feature(column.Name, column.Type is VectorDataViewType { IsKnownSize: false } ? $"{column.Type} of variable size" : $"{column.Type}");
        }
        if (type.Size != width)
        {
            throw SchemaMismatch.Width(column.Name, width, type.Size);
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
