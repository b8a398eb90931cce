using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Networks;

/// <summary>The part of its gradient that a value has by moving the mean and the variance of its batch: base + slope · (value − mean).</summary>
/// <param name="Mean">The mean of each of sixteen channels.</param>
/// <param name="Base">The same for all values of a channel.</param>
/// <param name="Slope">For each unit that a value is above the mean.</param>
internal readonly record struct SharedGradient(Vector512<float> Mean, Vector512<float> Base, Vector512<float> Slope)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<float> Of(Vector512<float> value) => Vector512.MultiplyAddEstimate(value - Mean, Slope, Base);
}
