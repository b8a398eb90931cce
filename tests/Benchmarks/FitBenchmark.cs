using System.Diagnostics;
using Microsoft.ML;

namespace MLNetDeep.Benchmarks;

/// <summary>Training from rows in memory: reading and preprocessing are ours alone, and count.</summary>
internal static class FitBenchmark
{
    internal static void Run(Workload workload, Action<Comparison> compare)
    {
        MLContext ml = OneThread.Context();
        Example[] examples = Example.Array(workload.FitRows);
        IDataView view = ml.Data.LoadFromEnumerable(examples);
        using HandWrittenLoop loop = new(examples, examples.Length);
        MlpOptions options = new()
        {
            LabelColumnName = nameof(Example.Class),
            NumberOfEpochs = workload.FitEpochs,
            ValidationFraction = 0,
        };
        bool hasBFloat16 = CpuPrecision.HasBFloat16(ml);
        MlpOptions bare = options with { Normalization = Normalization.None, Dropout = 0, GradientClipNorm = 0 };

        (double Total, double Outside) Fit(MlpOptions options)
        {
            Stopwatch clock = Stopwatch.StartNew();
            using DeepTransformer model = ml.MulticlassClassification.Trainers.Mlp(options).Fit(view);
            double whole = clock.Elapsed.TotalMilliseconds;
            return (whole, whole - model.TrainingHistory.Epochs[^1].Elapsed.TotalMilliseconds);
        }
        Comparison Comparison(string network, bool regularized, MlpOptions ours, int batchSize, string target, string targetInBFloat16 = "")
        {
            MlpOptions inBatches = ours with { BatchSize = batchSize };
            Variant byHand = new("TorchSharp by hand", () => RowsPerSecond(() => loop.Fit(regularized, workload.FitEpochs, batchSize)));
            Variant single = new("`Mlp`", () => RowsPerSecond(() => Fit(inBatches)), target);
            Variant half = new("`Mlp`, BFloat16", () => RowsPerSecond(() => Fit(inBatches with { Precision = Precision.BFloat16 })), targetInBFloat16);
            return new Comparison($"Fit, {network}, batches of {batchSize}", "rows/s", hasBFloat16 ? [byHand, single, half] : [byHand, single]);
        }
        double RowsPerSecond(Action fit)
        {
            Stopwatch clock = Stopwatch.StartNew();
            fit();
            return (double)workload.FitRows * workload.FitEpochs / clock.Elapsed.TotalSeconds;
        }

        compare(Comparison("linear layers and ReLU", regularized: false, bare, batchSize: 32, "≥ 1.6"));
        compare(Comparison("linear layers and ReLU", regularized: false, bare, batchSize: 256, "≥ 1.15", "≥ 1.45"));
        compare(Comparison("linear layers and ReLU", regularized: false, bare, batchSize: 1024, "≥ 1", "≥ 1.35"));
        compare(Comparison("default options", regularized: true, options, batchSize: 256, "≥ 0.9"));
        compare(new Comparison(
            "Fit of 10 epochs, batches of 256",
            "ms",
            new Variant("whole", () => Fit(bare with { NumberOfEpochs = 10, BatchSize = 256 }).Total),
            new Variant("reading, preparing, export", () => Fit(bare with { NumberOfEpochs = 10, BatchSize = 256 }).Outside, "≤ 0.03")));
    }
}
