namespace MLNetDeep.Networks;

/// <summary>Stretches a random window of each signal to its whole length, and lets time pass faster here and slower there.</summary>
/// <remarks>Window slicing: Le Guennec et al. 2016, "Data Augmentation for Time Series Classification". Time warping: Um et al. 2017, arXiv 1706.00527.</remarks>
/// <param name="window">The share of a signal that the window has, in (0, 1].</param>
/// <param name="warp">The standard deviation of the logarithm of time's speed.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class RandomTime(double window, double warp, FitRandom random) : IAugmentation
{
    private const int Speeds = 4; // over the length of a signal

    public Tensor Apply(Tensor images)
    {
        using Scalar share = window;
        Tensor start = random.Between(0, 1 - window, images.size(0)).unsqueeze(1); // [B, 1]
        Tensor positions = Warped(images.size(0), images.size(3)).mul_(share).Plus(start);
        return Resampling.Read(images, Resampling.InTime(positions), GridSamplePaddingMode.Border); // half a step before the first is the first
    }

    /// <summary>Rising positions from 0 to 1, shape [rows, steps]: the middles of steps whose lengths are the speeds.</summary>
    private Tensor Warped(long rows, long steps)
    {
        using Scalar half = 0.5;
        Tensor speeds = random.Normal(warp, rows, 1, Speeds).exp_();
        Tensor lengths = nn.functional.interpolate(speeds, [steps], mode: InterpolationMode.Linear, align_corners: true).squeeze(1);
        Tensor ends = lengths.cumsum(1);
        return (ends - lengths * half) / ends.narrow(1, steps - 1, 1);
    }
}
