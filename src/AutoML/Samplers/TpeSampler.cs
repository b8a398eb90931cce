namespace MLNetDeep;

/// <summary>The tree-structured Parzen estimator (Bergstra et al. 2011, NIPS 24), of all options of a candidate together: tries what is likelier among the best trials than among the others.</summary>
/// <param name="seed">Of the even start.</param>
/// <remarks>Which candidate to try is an option like others. Trials that are still running count among the others, so that several at once try several things.</remarks>
internal sealed class TpeSampler(long seed) : ISampler
{
    private const int StartupTrials = 10; // before which there is nothing to learn from
    private const int Samples = 24; // of Bergstra et al.: of which the most promising is tried
    private const double GoodShare = 0.15;

    private readonly SobolSampler _start = new(seed);

    public SearchPoint Next(IReadOnlyList<SearchSpace> spaces, IReadOnlyList<SearchPoint> finished, IReadOnlyList<SearchPoint> running, SweepRandom random)
    {
        if (finished.Count < StartupTrials || finished.Count + running.Count < StartupTrials + spaces.Count)
        {
            return _start.Next(spaces, finished, running, random);
        }
        int goodCount = Math.Max(2, (int)Math.Ceiling(GoodShare * finished.Count));
        ParzenEstimator good = new(spaces, [.. finished.Take(goodCount)]);
        ParzenEstimator others = new(spaces, [.. finished.Skip(goodCount), .. running]);
        return Enumerable.Range(0, Samples)
            .Select(_ => good.Sample(random))
            .MaxBy(point => good.LogDensity(point) - others.LogDensity(point))!;
    }
}
