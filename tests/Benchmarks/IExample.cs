namespace MLNetDeep.Benchmarks;

/// <summary>A row with features.</summary>
internal interface IExample
{
    float[] Features { get; }
}
