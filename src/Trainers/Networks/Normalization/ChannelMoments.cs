namespace MLNetDeep.Networks;

/// <summary>The mean and the squared deviations of each channel, part by part (Chan et al. 1979, STAN-CS-79-773).</summary>
internal sealed class ChannelMoments(int channels)
{
    /// <summary>How many values of a channel there are.</summary>
    internal double Count { get; private set; }

    internal double[] Means { get; } = new double[channels];

    /// <summary>The sum of the squared deviations from the mean.</summary>
    internal double[] Squares { get; } = new double[channels];

    internal void Add(int rows, ReadOnlySpan<float> means, ReadOnlySpan<float> squares)
    {
        double share = rows / (Count + rows), weight = Count * share;
        for (int channel = 0; channel < means.Length; channel++)
        {
            double distance = means[channel] - Means[channel];
            Means[channel] += distance * share;
            Squares[channel] += squares[channel] + distance * distance * weight;
        }
        Count += rows;
    }
}
