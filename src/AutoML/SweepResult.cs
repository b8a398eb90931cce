namespace MLNetDeep;

/// <summary>What a sweep found.</summary>
public sealed class SweepResult : IDisposable
{
    private readonly ITrialStore _store;
    private readonly bool _isHigherBetter;

    internal SweepResult(ITrialStore store, bool isHigherBetter, string metric)
    {
        _store = store;
        _isHigherBetter = isHigherBetter;
        Metric = metric;
        Trials = store.Trials();
    }

    /// <summary>The name of the metric that counted.</summary>
    public string Metric { get; }

    /// <summary>All trials, in the order in which they began.</summary>
    public IReadOnlyList<SweepTrial> Trials { get; }

    /// <summary>The trial with the best metric; of equal ones the first.</summary>
    public SweepTrial Best => Leaderboard()[0];

    /// <summary>The completed trials, the best first.</summary>
    public IReadOnlyList<SweepTrial> Leaderboard() => Ranking.Completed(Trials, _isHigherBetter);

    /// <summary>Writes all trials to a CSV file: what they were, how they ended, and their options as JSON.</summary>
    /// <param name="path">The file, which is replaced if it is there.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveCsv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        TrialTable.Save(path, Metric, Trials);
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
