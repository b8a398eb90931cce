namespace MLNetDeep.Networks;

/// <summary>Makes each channel of a signal stronger or weaker and adds noise to each step (Um et al. 2017, arXiv 1706.00527).</summary>
/// <param name="noise">The standard deviation of the noise, in those of a channel.</param>
/// <param name="strength">The standard deviation of the factor 1.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class RandomAmplitude(double noise, double strength, FitRandom random) : IAugmentation
{
    public Tensor Apply(Tensor images)
    {
        using Scalar one = 1;
        Tensor factor = random.Normal(strength, images.size(0), images.size(1), 1, 1).Plus(one);
        Tensor scaled = images * factor.to(images.dtype);
        return noise > 0 ? scaled.Plus(random.Normal(noise, images.shape).to(images.dtype)) : scaled;
    }
}
