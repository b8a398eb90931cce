namespace MLNetDeep.Networks;

/// <summary>The places of an axis, without a number to be finalized.</summary>
internal static class Axis
{
    private static readonly Scalar s_zero = 0; // kept as AdamW tells

    /// <summary>What is counted by.</summary>
    internal static Scalar One { get; } = 1;

    /// <summary>0, 1, 2 and so on, shape [size], of Int32.</summary>
    internal static Tensor Places(long size, Device device)
    {
        using Scalar end = size;
        return arange(s_zero, end, One, ScalarType.Int32, device);
    }
}
