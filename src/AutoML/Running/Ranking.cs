namespace MLNetDeep;

/// <summary>Trials in the order of what they achieved.</summary>
internal static class Ranking
{
    internal static IReadOnlyList<SweepTrial> Completed(IEnumerable<SweepTrial> trials, bool isHigherBetter) =>
        [.. trials.Where(trial => trial.State == TrialState.Completed).OrderBy(trial => isHigherBetter ? -trial.Metric : trial.Metric).ThenBy(trial => trial.Number)];

    /// <summary>All that ended: the completed, then those that were behind, the longest lived first, then those that failed.</summary>
    internal static IReadOnlyList<SweepTrial> Ended(IReadOnlyList<SweepTrial> trials, bool isHigherBetter) =>
    [
        .. Completed(trials, isHigherBetter),
        .. trials.Where(trial => trial.State == TrialState.Pruned).OrderByDescending(trial => trial.Epochs).ThenBy(trial => trial.Number),
        .. trials.Where(trial => trial.State is TrialState.Failed or TrialState.TimedOut),
    ];
}
