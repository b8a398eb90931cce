namespace MLNetDeep;

/// <summary>What a sweep is to do.</summary>
/// <param name="Options">As they were given.</param>
/// <param name="Metric">What counts.</param>
/// <param name="Candidates">What competes.</param>
/// <param name="Folds">The rows, as they are split.</param>
/// <param name="Seed">Of everything random.</param>
internal sealed record SweepPlan(SweepOptions Options, SweepMetric Metric, IReadOnlyList<Candidate> Candidates, IReadOnlyList<FeaturizedRows> Folds, int Seed)
{
    private IReadOnlyList<SearchSpace> Spaces { get; } = [.. Candidates.Select(candidate => candidate.Space)];

    private ISampler Sampler { get; } = Options.Sampler == SweepSampler.Tpe ? new TpeSampler(Seed) : new SobolSampler(Seed);

    /// <summary>The next trial, not begun yet; <see langword="null"/> behind the last.</summary>
    /// <param name="trials">All so far.</param>
    /// <param name="now">Since the sweep began.</param>
    internal SweepTrial? Propose(IReadOnlyList<SweepTrial> trials, TimeSpan now)
    {
        int number = trials.Count + 1;
        if (number > Options.MaximumTrials)
        {
            return null;
        }
        SearchPoint point = number <= Candidates.Count ? Defaults(number - 1) : Sampler.Next(
            Spaces,
            [.. Ranking.Ended(trials, Metric.IsHigherBetter).Select(trial => trial.Point)],
            [.. trials.Where(trial => trial.State == TrialState.Running).Select(trial => trial.Point)],
            new SweepRandom(Seed, number));
        return Trial(number, point) with { Started = now };
    }

    /// <summary>A trial that is still running.</summary>
    internal SweepTrial Trial(int number, SearchPoint point) =>
        new() { Number = number, Candidate = Candidates[point.Candidate].Name, Options = OptionsOf(number, point), Point = point };

    /// <summary>The options of a trial, made anew.</summary>
    internal object OptionsOf(SweepTrial trial) => OptionsOf(trial.Number, trial.Point);

    private object OptionsOf(int number, SearchPoint point) =>
        number <= Candidates.Count ? Spaces[point.Candidate].Defaults() : Spaces[point.Candidate].Create(point.Coordinates);

    private SearchPoint Defaults(int candidate) => new(candidate, Spaces[candidate].CoordinatesOf(Spaces[candidate].Defaults()));
}
