using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Networks;

/// <summary>Numbers of each channel: values become (value − mean) · factor + bias, and not less than the lowest.</summary>
internal sealed class ChannelFactors(float[] means, float[] factors, float[] biases, float lowest)
{
    internal Vector512<float> Lowest => Vector512.Create(lowest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<float> Means(int channel) => Some(means, channel);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<float> Factors(int channel) => Some(factors, channel);

    /// <summary>The normalized values of deviations from the mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<float> Normalized(Vector512<float> deviations, Vector512<float> factorsOfChannels, int channel) =>
        Vector512.MultiplyAddEstimate(deviations, factorsOfChannels, Some(biases, channel));

    /// <summary>The numbers of sixteen channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Some(float[] numbers, int channel) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(numbers), (nuint)channel);
}
