using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks;

/// <summary>Training on rows that are mostly zero: the time is to follow the numbers that are not, whatever the number of slots.</summary>
internal static class SparseBenchmark
{
    internal static void Run(Workload workload, Action<Comparison> compare)
    {
        MLContext ml = OneThread.Context();
        MlpOptions options = new() { NumberOfEpochs = workload.FitEpochs, FeatureDropout = 0, ValidationFraction = 0 };

        Variant Fit(int slots, int numbers, string target = "")
        {
            IDataView view = View(ml, workload.SparseRows, slots, numbers);
            return new Variant(string.Create(CultureInfo.InvariantCulture, $"{slots:N0} slots, {numbers} numbers per row"), () =>
            {
                using DeepTransformer model = ml.BinaryClassification.Trainers.Mlp(options).Fit(view);
                return RowsPerSecond(model, workload.SparseRows);
            }, target);
        }
        compare(new Comparison(
            "Epoch of sparse rows",
            "rows/s",
            Fit(workload.SparseSlots / 10, 20),
            Fit(workload.SparseSlots, 20, "≥ 0.7"),
            Fit(workload.SparseSlots / 10, 40),
            Fit(workload.SparseSlots, 40)));
    }

    /// <summary>The speed of all epochs but the first, without reading and export.</summary>
    internal static double RowsPerSecond(DeepTransformer model, int rows)
    {
        IReadOnlyList<EpochReport> epochs = model.TrainingHistory.Epochs;
        return rows * (epochs.Count - 1) / (epochs[^1].Elapsed - epochs[0].Elapsed).TotalSeconds;
    }

    /// <summary>Rows with as many ones in random slots, of which some slots are more common than others.</summary>
    private static IDataView View(MLContext ml, int rows, int slots, int numbers)
    {
        Random random = new(1);
        SparseExample Example(int row)
        {
            SortedSet<int> filled = [];
            while (filled.Count < numbers)
            {
                filled.Add((int)(slots * Math.Pow(random.NextDouble(), 2)));
            }
            return new SparseExample(new VBuffer<float>(slots, numbers, [.. Enumerable.Repeat(1f, numbers)], [.. filled]), filled.Sum(slot => slot % 13 - 6) > 0);
        }
        return VectorRows.View(ml, [.. Enumerable.Range(0, rows).Select(Example)], slots);
    }

    private sealed record SparseExample(VBuffer<float> Features, bool Label);
}
