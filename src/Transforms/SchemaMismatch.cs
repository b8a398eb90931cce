namespace MLNetDeep;

/// <summary>The errors for columns that are not what a trainer or a model needs, in ML.NET's words.</summary>
internal static class SchemaMismatch
{
    private const string PipelineRemedy = "Featurize the data with the pipeline that the model was trained with.";

    internal static ArgumentOutOfRangeException Missing(string role, string column) =>
        new(paramName: null, $"Could not find {role} column '{column}'. Add it to the data, or name another one in the options.");

    internal static ArgumentOutOfRangeException Of(string role, string column, string expected, string got, string remedy) =>
        new(paramName: null, $"Schema mismatch for {role} column '{column}': expected {expected}, got {got}. {remedy}");

    internal static ArgumentOutOfRangeException Feature(string column, string got) =>
        Of("feature", column, "Vector<Single> of known size", got, $"Build it with mlContext.Transforms.Concatenate(\"{column}\", ...) from Single columns.");

    internal static ArgumentOutOfRangeException Text(string column, string got) =>
        Of("text", column, "String", got, "Encode each column of text by itself; join several with mlContext.Transforms.Expression first.");

    internal static ArgumentOutOfRangeException Width(string column, int expected, int got) =>
        Of("feature", column, $"{expected} slots, as in training", $"{got}", PipelineRemedy);

    internal static ArgumentOutOfRangeException Dimensions(string column, IEnumerable<int> expected, VectorDataViewType got) =>
        Of("feature", column, $"Vector<{got.ItemType}, {string.Join(", ", expected)}>, as in training", $"{got}", PipelineRemedy);
}
