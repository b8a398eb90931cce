using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;

namespace MLNetDeep.Benchmarks;

/// <summary>Training on rows that lie in a file: it is to be about as fast as from memory, and to take little of that.</summary>
internal static class SpillBenchmark
{
    private const int BatchSize = 256;

    internal static void Run(Workload workload, Action<Comparison> compare)
    {
        MLContext ml = OneThread.Context();
        IDataView view = ml.Data.LoadFromEnumerable(Example.Array(workload.FitRows));
        double RowsPerSecond(long budget)
        {
            MlpOptions options = new()
            {
                LabelColumnName = nameof(Example.Class),
                NumberOfEpochs = workload.FitEpochs,
                BatchSize = BatchSize,
                ValidationFraction = 0,
                MemoryBudget = budget,
            };
            Stopwatch clock = Stopwatch.StartNew();
            ml.MulticlassClassification.Trainers.Mlp(options).Fit(view).Dispose();
            return (double)workload.FitRows * workload.FitEpochs / clock.Elapsed.TotalSeconds;
        }
        compare(new Comparison(
            "Fit, rows in memory and in a file",
            "rows/s",
            new Variant("in memory", () => RowsPerSecond(long.MaxValue)),
            new Variant("in a file", () => RowsPerSecond(1), "≥ 0.8")));

        string rows = string.Create(CultureInfo.InvariantCulture, $"{workload.SpillRows} {workload.SpillBudget}");
        compare(new Comparison(
            "Fit of many rows, peak memory",
            "MB",
            new Variant("the features as numbers", () => (double)workload.SpillRows * Example.FeatureCount * sizeof(float) / MemoryBenchmark.Megabyte),
            new Variant("`Mlp` with a budget", () => ChildProcess.Measure(nameof(PeakOfSpilledFit), rows), "≤ 1500 MB"))
        { IsTimed = false });
    }

    /// <summary>The peak memory of an epoch of a small network on rows that come one by one.</summary>
    /// <param name="rows">Their number, and the memory that they may take, in bytes.</param>
    internal static double PeakOfSpilledFit(string rows)
    {
        int[] numbers = [.. rows.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        MLContext ml = OneThread.Context();
        MlpOptions options = new() { LabelColumnName = nameof(Example.IsPositive), HiddenLayerSizes = [8], NumberOfEpochs = 1, MemoryBudget = numbers[1] };
        ml.BinaryClassification.Trainers.Mlp(options).Fit(ml.Data.LoadFromEnumerable(Example.Stream(numbers[0]))).Dispose();
        return MemoryBenchmark.Peak();
    }
}
