namespace MLNetDeep.Networks;

/// <summary>Makes images brighter or darker and their contrast stronger or weaker, by random amounts.</summary>
/// <param name="brightness">The most that is added or taken away, in standard deviations of a channel.</param>
/// <param name="contrast">The largest change of the factor 1, to either side.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class RandomTone(double brightness, double contrast, FitRandom random) : IAugmentation
{
    public Tensor Apply(Tensor images)
    {
        using Scalar one = 1;
        Tensor factor = random.Between(-contrast, contrast, images.size(0)).Plus(one), offset = random.Between(-brightness, brightness, images.size(0));
        return (images * factor.view(-1, 1, 1, 1).to(images.dtype)).Plus(offset.view(-1, 1, 1, 1).to(images.dtype));
    }
}
