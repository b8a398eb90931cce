namespace MLNetDeep.Load;

/// <summary>Files of models with three hidden layers of random weights.</summary>
internal static class Models
{
    internal const int Outputs = 8;

    internal static DeepTransformer Create(int width, int seed) => ToyNetwork.Create(width, Row.FeatureCount, seed, Outputs);

    /// <summary>The bytes of a model file.</summary>
    internal static byte[] File(int width, int seed)
    {
        MLContext ml = new();
        using DeepTransformer network = Create(width, seed);
        using MemoryStream stream = new();
        ml.Model.Save(network, ml.Data.LoadFromEnumerable(Row.Some(1)).Schema, stream);
        return stream.ToArray();
    }
}
