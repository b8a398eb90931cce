namespace MLNetDeep.Tests;

/// <summary>Toy data with other features.</summary>
internal static class FeatureChange
{
    /// <summary>The data with each row's features mapped to as many others.</summary>
    internal static IDataView Map(MLContext ml, IDataView data, Func<float[], float[]> change) =>
        ml.Transforms.CustomMapping<Dense, Dense>((input, output) => output.Features = change(input.Features), contractName: null)
            .Fit(data).Transform(data);

    /// <summary>The same data, with feature vectors that store only the numbers other than 0.</summary>
    internal static IDataView ToSparse(MLContext ml, IDataView data) =>
        ml.Transforms.CustomMapping<Dense, Sparse>((input, output) => output.Features = NonZeros(input.Features), contractName: null)
            .Fit(data).Transform(data);

    /// <summary>The data with the first feature of each row alone.</summary>
    internal static IDataView First(MLContext ml, IDataView data) =>
        ml.Transforms.CustomMapping<Dense, One>((input, output) => output.Features = [input.Features[0]], contractName: null)
            .Fit(data).Transform(data);

    private static VBuffer<float> NonZeros(float[] features)
    {
        int[] slots = [.. Enumerable.Range(0, features.Length).Where(slot => features[slot] != 0)];
        return new VBuffer<float>(features.Length, slots.Length, [.. slots.Select(slot => features[slot])], slots);
    }

    private sealed class Dense
    {
        [VectorType(1, ToyData.FeatureCount)]
        public float[] Features { get; set; } = [];
    }

    private sealed class One
    {
        [VectorType(1, 1)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Sparse
    {
        [VectorType(1, ToyData.FeatureCount)]
        public VBuffer<float> Features { get; set; }
    }
}
