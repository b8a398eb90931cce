namespace MLNetDeep;

/// <summary>What a sweep found.</summary>
public sealed class SweepResult : IDisposable
{
    private readonly ITrialStore _store;
    private readonly SweepPlan _plan;
    private readonly Lazy<SweepEnsemble> _ensemble;

    internal SweepResult(MLContext ml, ITrialStore store, SweepPlan plan)
    {
        _store = store;
        _plan = plan;
        Trials = store.Trials();
        _ensemble = new Lazy<SweepEnsemble>(() => new EnsembleMaking(ml, plan.Metric, plan.Folds[0].Rows.Validation).Of(Leaderboard()));
    }

    /// <summary>The name of the metric that counted.</summary>
    public string Metric => _plan.Metric.Name;

    /// <summary>All trials, in the order in which they began.</summary>
    public IReadOnlyList<SweepTrial> Trials { get; }

    /// <summary>The trial with the best metric; of equal ones the first.</summary>
    public SweepTrial Best => Leaderboard()[0];

    /// <summary>The best ten trials as one model, as far as they make it better; made when it is first asked for, which scores the validation rows by each of them.</summary>
    /// <remarks>
    /// Greedy selection with replacement (Caruana et al. 2004, ICML). Binary classifiers without <c>Probability</c>, and others whose <c>Score</c> is no probability,
    /// have nothing to be averaged and are left out.
    /// </remarks>
    public SweepEnsemble Ensemble => _ensemble.Value;

    /// <summary>The completed trials, the best first.</summary>
    public IReadOnlyList<SweepTrial> Leaderboard() => Ranking.Completed(Trials, _plan.Metric.IsHigherBetter);

    /// <summary>Writes all trials to a CSV file: what they were, how they ended, and their options as JSON.</summary>
    /// <param name="path">The file, which is replaced if it is there.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveCsv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, TrialTable.Of(Metric, Trials));
    }

    /// <summary>Writes a page of HTML: the progress over time, the leaderboard, the importance of each option, the options of all trials side by side, and what failed.</summary>
    /// <param name="path">The file, which is replaced if it is there. It needs no other file and no network.</param>
    /// <remarks>It tells of the <see cref="Ensemble"/>, too, if that was asked for before.</remarks>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveReport(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, [$"{new SweepPage(_plan, Trials, _ensemble.IsValueCreated ? _ensemble.Value : null)}"]);
    }

    /// <summary>Frees the native memory of the models.</summary>
    public void Dispose()
    {
        foreach (SweepTrial trial in Trials)
        {
            trial.Fitted?.Dispose();
        }
        _store.Dispose();
    }
}
