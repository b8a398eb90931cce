using System.Diagnostics;
using Microsoft.ML;

namespace MLNetDeep.SweepBenchmarks;

/// <summary>Searches in one table.</summary>
internal sealed class Study
{
    private const int MaximumTrials = 2000; // never reached in the time
    private const int MaximumTestRows = 10_000; // as many as tell the ways apart
    private const double Tolerance = 1.15; // of the time: a search that took longer was kept from running, and is run once more

    private readonly MLContext _ml = new(seed: 1);
    private readonly CommandLine _options;
    private readonly DataSet _data;

    internal Study(RealTable table, string folder, CommandLine options)
    {
        _options = options;
        DataSet all = CsvData.Load(_ml, table.In(folder));
        _data = all with { Train = Some(all.Train, options.Rows), Test = Some(all.Test, MaximumTestRows) };
    }

    /// <summary>Whether a way has anything to search here.</summary>
    internal bool Has(Way way) => Families.For(_data.Task).Any(way.Families.Contains);

    internal Outcome Run(Way way, int seed)
    {
        Outcome outcome = RunOnce(way, seed);
        return outcome.Seconds < Tolerance * _options.Seconds ? outcome : RunOnce(way, seed);
    }

    private IDataView Some(IDataView rows, int count) => _ml.Data.Cache(_ml.Data.TakeRows(_ml.Data.ShuffleRows(rows, seed: 1, shufflePoolSize: 100_000), count));

    private Outcome RunOnce(Way way, int seed)
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
            result.Best.Metric!.Value, TestMetric.Of(_ml, _data, result.Best.Model!), way == Way.Together ? TestMetric.Of(_ml, _data, result.Ensemble.Model) : null, result.Leaderboard().Count + pruned, pruned, seconds);
    }
}
