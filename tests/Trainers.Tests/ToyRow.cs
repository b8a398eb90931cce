namespace MLNetDeep.Tests;

/// <summary>A row of data made by hand.</summary>
/// <param name="features">The features.</param>
/// <param name="label">The label.</param>
/// <param name="weight">The row weight.</param>
public sealed class ToyRow<TLabel>(float[] features, TLabel label, float weight = 1)
{
    public float[] Features { get; set; } = features;

    public TLabel Label { get; set; } = label;

    public float Weight { get; set; } = weight;
}
