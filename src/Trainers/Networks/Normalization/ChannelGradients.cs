namespace MLNetDeep.Networks;

/// <summary>Sums over the normalized values of each channel.</summary>
internal sealed class ChannelGradients(int channels)
{
    /// <summary>Of the gradients.</summary>
    internal double[] Sums { get; } = new double[channels];

    /// <summary>Of the gradients, each times the deviation of its value from the mean.</summary>
    internal double[] Products { get; } = new double[channels];

    internal void Add(int rows, ReadOnlySpan<float> sums, ReadOnlySpan<float> products)
    {
        for (int channel = 0; channel < sums.Length; channel++)
        {
            Sums[channel] += sums[channel];
            Products[channel] += products[channel];
        }
    }
}
