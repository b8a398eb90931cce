namespace MLNetDeep;

/// <summary>Says what to try next.</summary>
internal interface ISampler
{
    /// <param name="spaces">The options of each candidate.</param>
    /// <param name="finished">What was tried, the best first; what failed last.</param>
    /// <param name="running">What is being tried, and not known yet.</param>
    /// <param name="random">Of this trial alone.</param>
    SearchPoint Next(IReadOnlyList<SearchSpace> spaces, IReadOnlyList<SearchPoint> finished, IReadOnlyList<SearchPoint> running, SweepRandom random);
}
