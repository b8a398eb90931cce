using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Feature rows as a cursor reads them: raw, in native memory.</summary>
internal interface IFeatureRows : IDisposable
{
    /// <summary>N.</summary>
    long Count { get; }

    /// <summary>D.</summary>
    int Width { get; }

    /// <summary>Takes the next row, of D slots.</summary>
    void Add(in VBuffer<float> row);

    /// <summary>Learns how to scale each feature.</summary>
    /// <param name="rows">The rows to learn from, zero-based, in random order.</param>
    /// <param name="device">Where the scaling will compute.</param>
    RobustScaling LearnScaling(long[] rows, Device device);

    /// <summary>Scales all rows and brings them to the device. The raw rows are gone then.</summary>
    IFeatureBatches Prepare(RobustScaling scaling, Device device);
}
