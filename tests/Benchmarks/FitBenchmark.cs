using System.Diagnostics;
using Microsoft.ML;
using TorchSharp;

namespace MLNetDeep.Benchmarks;

/// <summary>Training from rows in memory: reading and preprocessing are ours alone, and count.</summary>
internal static class FitBenchmark
{
    internal static void Run(Workload workload, Action<Comparison> compare)
    {
        LibTorch.Load();
        torch.set_num_threads(1);
        MLContext ml = new(seed: 1);
        Example[] examples = Example.Array(workload.FitRows);
        IDataView view = ml.Data.LoadFromEnumerable(examples);
        using HandWrittenLoop loop = new(examples, examples.Length);
        MlpOptions options = new()
        {
            LabelColumnName = nameof(Example.Class),
            NumberOfEpochs = workload.FitEpochs,
            ValidationFraction = 0,
        };
        MlpOptions bare = options with { Normalization = Normalization.None, Dropout = 0, GradientClipNorm = 0 };

        Comparison Comparison(string network, bool regularized, MlpOptions ours, int batchSize, string target) => new(
            $"Fit, {network}, batches of {batchSize}",
            "rows/s",
            new Variant("TorchSharp by hand", () => RowsPerSecond(() => loop.Fit(regularized, workload.FitEpochs, batchSize))),
            new Variant("`Mlp`", () => RowsPerSecond(() => ml.MulticlassClassification.Trainers.Mlp(ours with { BatchSize = batchSize }).Fit(view).Dispose()), target));
        double RowsPerSecond(Action fit)
        {
            Stopwatch clock = Stopwatch.StartNew();
            fit();
            return (double)workload.FitRows * workload.FitEpochs / clock.Elapsed.TotalSeconds;
        }

        compare(Comparison("linear layers and ReLU", regularized: false, bare, batchSize: 32, "≥ 1.6"));
        compare(Comparison("linear layers and ReLU", regularized: false, bare, batchSize: 256, "≥ 1.15"));
        compare(Comparison("linear layers and ReLU", regularized: false, bare, batchSize: 1024, "≥ 1"));
        compare(Comparison("default options", regularized: true, options, batchSize: 256, "≥ 0.9"));
    }
}
