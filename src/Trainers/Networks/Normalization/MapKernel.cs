using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Networks;

/// <inheritdoc cref="IMapKernel"/>
/// <typeparam name="T">The numbers of the maps.</typeparam>
/// <typeparam name="TWindow">The windows that they are pooled over.</typeparam>
internal sealed unsafe class MapKernel<T, TWindow> : IMapKernel
    where T : unmanaged, IMapNumber<T>
    where TWindow : struct, IWindow
{
    private static int Lanes => Vector512<float>.Count;

    public void Measure(nint values, PooledMap map, int threads, ChannelMoments moments) => ChannelSums.Over(
        map.Places, map.Channels, threads,
        (row, rows, means, squares) => RowMoments.Measure((T*)values + row * map.Channels, rows, means, squares),
        moments.Add);

    public void Normalize(nint values, nint extremes, nint outputs, PooledMap map, int threads, ChannelFactors factors) =>
        Parts.ForEach(map.Images, threads, image =>
        {
            for (int line = 0; line < map.PooledHeight; line++)
            {
                long pooled = map.FirstPooled(image, line);
                NormalizeLine((T*)values + map.First(image, line), (T*)extremes + pooled, (T*)outputs + pooled, map, factors);
            }
        });

    public void Sum(nint extremes, nint gradients, PooledMap map, int threads, ChannelFactors factors, ChannelGradients sums) => ChannelSums.Over(
        map.PooledPlaces, map.Channels, threads,
        (row, rows, first, second) => Sum((T*)extremes + row * map.Channels, (T*)gradients + row * map.Channels, rows, factors, first, second),
        sums.Add);

    public void Spread(nint values, nint extremes, nint gradients, PooledMap map, int threads, ChannelFactors factors, float[] bases, float[] slopes) =>
        Parts.ForEach(map.Images, threads, image =>
        {
            for (int line = 0; line < map.PooledHeight; line++)
            {
                long pooled = map.FirstPooled(image, line);
                SpreadLine((T*)values + map.First(image, line), (T*)extremes + pooled, (T*)gradients + pooled, map, factors, bases, slopes);
            }
            T* rest = (T*)values + map.First(image, map.PooledHeight), end = (T*)values + map.First(image + 1, 0);
            SpreadRest(rest, end, map.Channels, factors, bases, slopes);
        });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as RowMoments
    private static void NormalizeLine(T* corner, T* extremes, T* outputs, PooledMap map, ChannelFactors factors)
    {
        (int channels, int step, long down, Vector512<float> lowest) = (map.Channels, map.WindowWidth * map.Channels, map.Line, factors.Lowest);
        for (T* end = outputs + map.PooledWidth * channels; outputs < end; outputs += channels, extremes += channels, corner += step)
        {
            for (int channel = 0; channel < channels; channel += Lanes)
            {
                Vector512<float> factor = factors.Factors(channel);
                Vector512<float> extreme = TWindow.Extreme(corner + channel, channels, down, factor);
                Vector512<float> output = factors.Normalized(extreme - factors.Means(channel), factor, channel);
                T.Store(Vector512.ConditionalSelect(Vector512.LessThan(output, lowest), lowest, output), outputs + channel);
                if (typeof(TWindow) != typeof(OnePlace))
                {
                    T.Store(extreme, extremes + channel);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(T* extremes, T* gradients, int rows, ChannelFactors factors, Span<float> sums, Span<float> products)
    {
        int channels = sums.Length;
        for (int channel = 0; channel < channels; channel += Lanes)
        {
            Vector512<float> mean = factors.Means(channel), factor = factors.Factors(channel), sum = default, product = default;
            long end = (long)rows * channels;
            for (long offset = channel; offset < end; offset += channels)
            {
                Vector512<float> deviation = T.Load(extremes + offset) - mean;
                Vector512<float> passes = Vector512.GreaterThan(factors.Normalized(deviation, factor, channel), factors.Lowest);
                Vector512<float> gradient = T.Load(gradients + offset) & passes;
                sum += gradient;
                product = Vector512.MultiplyAddEstimate(gradient, deviation, product);
            }
            sum.CopyTo(sums[channel..]);
            product.CopyTo(products[channel..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SpreadLine(T* corner, T* extremes, T* gradients, PooledMap map, ChannelFactors factors, float[] bases, float[] slopes)
    {
        (int channels, int step, long down, Vector512<float> lowest) = (map.Channels, map.WindowWidth * map.Channels, map.Line, factors.Lowest);
        T* endOfLine = corner + down;
        for (T* end = gradients + map.PooledWidth * channels; gradients < end; gradients += channels, extremes += channels, corner += step)
        {
            for (int channel = 0; channel < channels; channel += Lanes)
            {
                Vector512<float> factor = factors.Factors(channel), mean = factors.Means(channel), extreme = T.Load(extremes + channel);
                Vector512<float> passes = Vector512.GreaterThan(factors.Normalized(extreme - mean, factor, channel), lowest);
                SharedGradient shared = new(mean, ChannelFactors.Some(bases, channel), ChannelFactors.Some(slopes, channel));
                TWindow.Spread(corner + channel, channels, down, extreme, factor * T.Load(gradients + channel) & passes, shared);
            }
        }
        for (int line = 0; line < map.WindowHeight; line++)
        {
            SpreadRest(corner + line * down, endOfLine + line * down, channels, factors, bases, slopes);
        }
    }

    /// <summary>Replaces the values of places that no window covers by their gradients.</summary>
    private static void SpreadRest(T* place, T* end, int channels, ChannelFactors factors, float[] bases, float[] slopes)
    {
        for (; place < end; place += channels)
        {
            for (int channel = 0; channel < channels; channel += Lanes)
            {
                SharedGradient shared = new(factors.Means(channel), ChannelFactors.Some(bases, channel), ChannelFactors.Some(slopes, channel));
                T.Store(shared.Of(T.Load(place + channel)), place + channel);
            }
        }
    }
}
