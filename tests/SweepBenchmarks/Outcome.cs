namespace MLNetDeep.SweepBenchmarks;

/// <summary>What a search found.</summary>
/// <param name="Validation">The metric of the best trial on the rows that decided.</param>
/// <param name="Test">Its metric on rows that no search has seen.</param>
/// <param name="Ensemble">The metric of the ensemble on the latter, where all families compete; it takes about as long to make as some of the searches.</param>
/// <param name="Trials">Trials that were completed or ended early because they were behind.</param>
/// <param name="Pruned">Those of them that were ended early.</param>
/// <param name="Seconds">How long the search took.</param>
internal sealed record Outcome(double Validation, double Test, double? Ensemble, double Trials, double Pruned, double Seconds)
{
    internal static Outcome Mean(IReadOnlyList<Outcome> outcomes) => new(
        outcomes.Average(outcome => outcome.Validation), outcomes.Average(outcome => outcome.Test), outcomes.Average(outcome => outcome.Ensemble),
        outcomes.Average(outcome => outcome.Trials), outcomes.Average(outcome => outcome.Pruned), outcomes.Average(outcome => outcome.Seconds));
}
