using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Networks;

/// <summary>The mean and the squared deviations of each channel in a few rows. Its second look at them, in the cache, is exact also where a mean is large.</summary>
internal static unsafe class RowMoments
{
    /// <typeparam name="T">The numbers of the rows.</typeparam>
    /// <param name="values">The first row.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="means">To be written, a number per channel.</param>
    /// <param name="squares">Likewise.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // compiled once and well: the loops of a first step are long
    internal static void Measure<T>(T* values, int rows, Span<float> means, Span<float> squares)
        where T : unmanaged, IMapNumber<T>
    {
        int channels = means.Length;
        for (int channel = 0; channel < channels; channel += Vector512<float>.Count)
        {
            T* begin = values + channel, end = begin + (long)rows * channels;
            Vector512<float> mean = Sum(begin, end, channels) / Vector512.Create((float)rows);
            mean.CopyTo(means[channel..]);
            Squares(begin, end, channels, mean).CopyTo(squares[channel..]);
        }
    }

    /// <summary>In two chains of additions, which do not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Sum<T>(T* value, T* end, int channels)
        where T : unmanaged, IMapNumber<T>
    {
        Vector512<float> even = default, odd = default;
        for (; value + channels < end; value += 2 * channels)
        {
            even += T.Load(value);
            odd += T.Load(value + channels);
        }
        return value < end ? even + odd + T.Load(value) : even + odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Squares<T>(T* value, T* end, int channels, Vector512<float> mean)
        where T : unmanaged, IMapNumber<T>
    {
        Vector512<float> even = default, odd = default;
        for (; value + channels < end; value += 2 * channels)
        {
            Vector512<float> first = T.Load(value) - mean, second = T.Load(value + channels) - mean;
            even = Vector512.MultiplyAddEstimate(first, first, even);
            odd = Vector512.MultiplyAddEstimate(second, second, odd);
        }
        Vector512<float> last = value < end ? T.Load(value) - mean : Vector512<float>.Zero;
        return Vector512.MultiplyAddEstimate(last, last, even + odd);
    }
}
