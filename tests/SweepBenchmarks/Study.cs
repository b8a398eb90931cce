using System.Diagnostics;
using Microsoft.ML;

namespace MLNetDeep.SweepBenchmarks;

/// <summary>Searches in one table.</summary>
internal sealed class Study
{
    private const int MaximumTrials = 2000; // never reached in the time

    private readonly MLContext _ml = new(seed: 1);
    private readonly CommandLine _options;
    private readonly DataSet _data;

    internal Study(RealTable table, string folder, CommandLine options)
    {
        _options = options;
        DataSet all = CsvData.Load(_ml, table.In(folder));
        _data = all with { Train = _ml.Data.Cache(_ml.Data.TakeRows(_ml.Data.ShuffleRows(all.Train, seed: 1, shufflePoolSize: 100_000), options.Rows)) };
    }

    /// <summary>Whether a way has anything to search here.</summary>
    internal bool Has(Way way) => Families.For(_data.Task).Any(way.Families.Contains);

    internal Outcome Run(Way way, int seed)
    {
        SweepOptions sweep = new()
        {
            MaximumTrials = MaximumTrials,
            TimeBudget = TimeSpan.FromSeconds(_options.Seconds),
            Sampler = way.Sampler,
            Prune = way.Prune,
            Seed = seed,
        };
        Stopwatch clock = Stopwatch.StartNew();
        using SweepResult result = Families.Sweep(_ml, _data, way.Families, sweep).Run();
        double seconds = clock.Elapsed.TotalSeconds;
        int pruned = result.Trials.Count(trial => trial.State == TrialState.Pruned);
        return new Outcome(
            result.Best.Metric!.Value, TestMetric.Of(_ml, _data, result.Best.Model!), TestMetric.Of(_ml, _data, result.Ensemble.Model), result.Leaderboard().Count + pruned, pruned, seconds);
    }
}
