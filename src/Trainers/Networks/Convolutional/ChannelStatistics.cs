namespace MLNetDeep.Networks;

/// <summary>The mean and the standard deviation of each channel over training rows.</summary>
/// <param name="Means">Of the values that are there.</param>
/// <param name="Deviations">0 for a channel with one value only.</param>
internal sealed record ChannelStatistics(double[] Means, double[] Deviations)
{
    private const long MaximumNumbers = 1 << 26; // a channel's mean is known well by far fewer

    /// <param name="images">Raw rows.</param>
    /// <param name="shape">The shape of a row.</param>
    /// <param name="rows">The rows to learn from, in random order: zero-based, shape [M], of Int32, on the CPU.</param>
    /// <param name="checkAlive">Throws when the fit is cancelled.</param>
    internal static ChannelStatistics Learn(ImageRows images, ImageShape shape, Tensor rows, Action checkAlive)
    {
        int channels = shape.Map.Channels;
        long[] counts = new long[channels];
        double[] means = new double[channels], squares = new double[channels];
        float[] values = new float[images.Width];
        int[] sample = rows.Elements<int>()[..(int)Math.Min(rows.size(0), Math.Max(1, MaximumNumbers / images.Width))].ToArray();
        Array.Sort(sample); // reads a file forwards
        long rowsBetweenChecks = Blocks.RowsOf(images.Width);
        for (int index = 0; index < sample.Length; index++)
        {
            if (index % rowsBetweenChecks == 0)
            {
                checkAlive();
            }
            images.Read(sample[index], values);
            for (int place = 0; place < values.Length; place++)
            {
                float value = values[place];
                if (Math.Abs(value) < FeatureScaling.Limit)
                {
                    int channel = place % channels; // Welford 1962: exact also where the mean is large
                    double deviation = value - means[channel];
                    means[channel] += deviation / ++counts[channel];
                    squares[channel] += deviation * (value - means[channel]);
                }
            }
        }
        return new ChannelStatistics(means, [.. squares.Zip(counts, (square, count) => count > 0 ? Math.Sqrt(square / count) : 0)]);
    }

    internal ChannelScaling ToLayer(ImageShape shape, Device device) => new(
        shape,
        tensor(Means.Select(mean => (float)mean).ToArray(), device: device),
        tensor(Deviations.Select(deviation => deviation > 0 ? (float)Math.Min(1 / deviation, FeatureScaling.Limit) : 0).ToArray(), device: device));
}
