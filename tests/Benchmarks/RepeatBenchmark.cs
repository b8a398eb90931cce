using System.Globalization;
using Microsoft.ML;

namespace MLNetDeep.Benchmarks;

/// <summary>What a process holds when it has trained and dropped many models.</summary>
internal static class RepeatBenchmark
{
    private const int FewFits = 10;
    private const int RowCount = 2000;

    internal static void Run(Workload workload, Action<Comparison> compare)
    {
        Variant After(int fits, string target = "") => new(
            $"after {fits} fits", () => ChildProcess.Measure(nameof(MemoryAfter), fits.ToString(CultureInfo.InvariantCulture)), target);
        compare(new Comparison("Fit again and again, memory", "MB", After(FewFits), After(workload.RepeatedFits, "≤ 1.1")) { IsTimed = false });
    }

    internal static double MemoryAfter(string fits)
    {
        MLContext ml = OneThread.Context();
        IDataView view = ml.Data.LoadFromEnumerable(Example.Array(RowCount));
        MlpOptions options = new() { LabelColumnName = nameof(Example.IsPositive), NumberOfEpochs = 3 };
        for (int fit = 0; fit < int.Parse(fits, CultureInfo.InvariantCulture); fit++)
        {
            using DeepTransformer model = ml.BinaryClassification.Trainers.Mlp(options).Fit(view);
            ml.BinaryClassification.Evaluate(model.Transform(view), nameof(Example.IsPositive));
        }
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet / MemoryBenchmark.Megabyte;
    }
}
