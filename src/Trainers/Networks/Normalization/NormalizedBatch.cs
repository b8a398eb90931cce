namespace MLNetDeep.Networks;

/// <summary>A batch of maps, pooled and normalized in training, until its gradient is known.</summary>
internal sealed class NormalizedBatch
{
    private readonly PooledMap _map;
    private readonly IMapKernel _kernel;
    private readonly int _threads = get_num_threads();
    private readonly Tensor _values; // [B, height, width, C]
    private readonly Tensor _extremes; // [B, pooled height, pooled width, C]
    private readonly double[] _deviations;
    private readonly float[] _scales;
    private readonly ChannelFactors _factors;

    /// <param name="values">Shape [B, C, height, width], with the channels last in memory. The batch keeps the memory, in which the gradient will be.</param>
    /// <param name="normalization">Its scales, biases and constants.</param>
    /// <param name="pooling">The pooling behind the normalization, if any.</param>
    /// <param name="rectifies">Whether a ReLU comes behind both.</param>
    internal NormalizedBatch(Tensor values, BatchNormalizationLayer normalization, MaxPooling? pooling, bool rectifies)
    {
        (int windowHeight, int windowWidth) = pooling?.Window ?? (1, 1);
        _map = PooledMap.Of(values, windowHeight, windowWidth);
        _kernel = KernelOf(values.dtype, _map);
        using Tensor detached = values.detach();
        _values = detached.permute(0, 2, 3, 1);
        Tensor outputs = empty([values.size(0), values.size(2) / windowHeight, values.size(3) / windowWidth, values.size(1)], values.dtype);
        _extremes = _map.IsPooled ? empty_like(outputs) : _values;
        _kernel.Measure(Memory(_values), _map, _threads, Moments = new ChannelMoments(_map.Channels));
        _deviations = [.. Moments.Squares.Select(square => Math.Sqrt(square / Moments.Count + BatchNormalizationLayer.Epsilon))];
        _scales = [.. normalization.Scale.Elements<float>().ToArray().Zip(_deviations, (scale, deviation) => (float)(scale / deviation))];
        _factors = new ChannelFactors(
            [.. Moments.Means.Select(mean => (float)mean)], _scales, normalization.Bias.Elements<float>().ToArray(), rectifies ? 0 : float.NegativeInfinity);
        _kernel.Normalize(Memory(_values), Memory(_extremes), Memory(outputs), _map, _threads, _factors);
        Outputs = outputs.permute(0, 3, 1, 2);
    }

    /// <summary>What the batch became, shape [B, C, pooled height, pooled width].</summary>
    internal Tensor Outputs { get; }

    /// <summary>The moments of the values.</summary>
    internal ChannelMoments Moments { get; }

    /// <summary>Turns the values into their gradient, and returns it with those of the scales and the biases.</summary>
    /// <param name="gradient">Of the outputs.</param>
    internal (Tensor Values, Tensor Scales, Tensor Biases) Backward(Tensor gradient)
    {
        using Tensor channelsLast = gradient.permute(0, 2, 3, 1), gradients = channelsLast.contiguous();
        ChannelGradients sums = new(_map.Channels);
        _kernel.Sum(Memory(_extremes), Memory(gradients), _map, _threads, _factors, sums);
        float[] ofScales = new float[_map.Channels], bases = new float[_map.Channels], slopes = new float[_map.Channels];
        for (int channel = 0; channel < _map.Channels; channel++)
        {
            double ofScale = sums.Products[channel] / _deviations[channel], share = -_scales[channel] / Moments.Count;
            ofScales[channel] = (float)ofScale;
            bases[channel] = (float)(share * sums.Sums[channel]);
            slopes[channel] = (float)(share * ofScale / _deviations[channel]);
        }
        _kernel.Spread(Memory(_values), Memory(_extremes), Memory(gradients), _map, _threads, _factors, bases, slopes);
        return (_values.permute(0, 3, 1, 2), tensor(ofScales), tensor(sums.Sums.Select(sum => (float)sum).ToArray()));
    }

    private static unsafe nint Memory(Tensor tensor) =>
        tensor.dtype == ScalarType.Float32 ? (nint)TensorMemory.First<float>(tensor) : (nint)TensorMemory.First<ushort>(tensor);

    private static IMapKernel KernelOf(ScalarType type, PooledMap map) => type == ScalarType.Float32 ? KernelOf<SingleNumber>(map) : KernelOf<BFloat16Number>(map);

    private static IMapKernel KernelOf<T>(PooledMap map)
        where T : unmanaged, IMapNumber<T> => (map.WindowHeight, map.WindowWidth) switch
        {
            (1, 1) => new MapKernel<T, OnePlace>(),
            (1, 2) => new MapKernel<T, TwoPlaces>(),
            _ => new MapKernel<T, FourPlaces>(),
        };
}
