using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks;

/// <summary>How the time of a fit grows with the rows, the features and the size of batches.</summary>
internal static class GrowthBenchmark
{
    private const int FeatureCount = 50;
    private const int BatchSize = 256;

    internal static void Run(Workload workload, Action<Comparison> compare)
    {
        MLContext ml = OneThread.Context();
        int few = workload.FitRows / 10;

        Variant Fit(int rows, int features, int batchSize, string target = "")
        {
            IDataView view = VectorRows.View(ml, Rows(rows, features), features);
            MlpOptions options = new() { NumberOfEpochs = workload.FitEpochs, BatchSize = batchSize, ValidationFraction = 0 };
            return new Variant(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows, {features} features, batches of {batchSize}"), () =>
            {
                Stopwatch clock = Stopwatch.StartNew();
                ml.BinaryClassification.Trainers.Mlp(options).Fit(view).Dispose();
                return clock.Elapsed.TotalMilliseconds;
            }, target);
        }
        compare(new Comparison(
            "Fit, growth",
            "ms",
            Fit(few, FeatureCount, BatchSize),
            Fit(10 * few, FeatureCount, BatchSize),
            Fit(few, 10 * FeatureCount, BatchSize),
            Fit(few, FeatureCount, 4 * BatchSize)));
    }

    private static Row[] Rows(int count, int features)
    {
        Random random = new(1);
        float[] Features() => [.. Enumerable.Range(0, features).Select(_ => random.NextSingle())];
        return [.. Enumerable.Range(0, count).Select(_ => Features()).Select(numbers => new Row(numbers, numbers[0] + numbers[1] > 1))];
    }

    private sealed record Row(float[] Features, bool Label);
}
