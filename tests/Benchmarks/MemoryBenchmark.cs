using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;

namespace MLNetDeep.Benchmarks;

/// <summary>The most memory that a process has used when it has trained an epoch on rows that come one by one.</summary>
internal static class MemoryBenchmark
{
    private const int BatchSize = 1024;
    internal const double Megabyte = 1e6;

    internal static void Run(Workload workload, Action<Comparison> compare)
    {
        string rows = workload.MemoryRows.ToString(CultureInfo.InvariantCulture);
        compare(new Comparison(
            "Fit, peak memory",
            "MB",
            new Variant("the features as numbers", () => (double)workload.MemoryRows * Example.FeatureCount * sizeof(float) / Megabyte),
            new Variant("TorchSharp by hand", () => ChildProcess.Measure(nameof(PeakByHand), rows)),
            new Variant("`Mlp`", () => ChildProcess.Measure(nameof(PeakOfMlp), rows)))
        { IsTimed = false });

        string images = workload.MemoryImages.ToString(CultureInfo.InvariantCulture);
        compare(new Comparison(
            "Fit of images, peak memory",
            "MB",
            new Variant("the pixels as bytes", () => (double)workload.MemoryImages * ColorPicture.PixelCount / Megabyte),
            new Variant("`Cnn`", () => ChildProcess.Measure(nameof(PeakOfCnn), images), "≤ 600 MB"))
        { IsTimed = false });
    }

    internal static double PeakByHand(string rows)
    {
        OneThread.Context();
        int count = int.Parse(rows, CultureInfo.InvariantCulture);
        using HandWrittenLoop loop = new(Example.Stream(count), count);
        loop.Fit(regularized: true, epochs: 1, BatchSize);
        return Peak();
    }

    internal static double PeakOfMlp(string rows)
    {
        MLContext ml = OneThread.Context();
        IDataView view = ml.Data.LoadFromEnumerable(Example.Stream(int.Parse(rows, CultureInfo.InvariantCulture)));
        MlpOptions options = new() { LabelColumnName = nameof(Example.Class), NumberOfEpochs = 1, BatchSize = BatchSize };
        ml.MulticlassClassification.Trainers.Mlp(options).Fit(view).Dispose();
        return Peak();
    }

    /// <summary>After some seconds of training, in which memory is all that it will be.</summary>
    internal static double PeakOfCnn(string images)
    {
        MLContext ml = OneThread.Context();
        IDataView view = ml.Data.LoadFromEnumerable(ColorPicture.Stream(int.Parse(images, CultureInfo.InvariantCulture)));
        CnnOptions options = new() { LabelColumnName = nameof(ColorPicture.IsPositive), TimeBudget = TimeSpan.FromSeconds(5) };
        ml.BinaryClassification.Trainers.Cnn(options).Fit(view).Dispose();
        return Peak();
    }

    /// <summary>Of this process so far, in megabytes.</summary>
    internal static double Peak()
    {
        using Process process = Process.GetCurrentProcess();
        return Math.Max(process.PeakWorkingSet64, process.WorkingSet64) / Megabyte; // macOS tells no peak
    }
}
