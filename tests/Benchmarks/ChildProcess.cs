using System.Diagnostics;
using System.Globalization;

namespace MLNetDeep.Benchmarks;

/// <summary>Measurements that need a process of their own: this program again, which then prints one number.</summary>
internal static class ChildProcess
{
    internal const string Mark = "--measure";

    private static readonly Dictionary<string, Func<string, double>> s_measurements = new()
    {
        [nameof(LoadBenchmark.FirstPrediction)] = LoadBenchmark.FirstPrediction,
        [nameof(LoadBenchmark.FirstForward)] = LoadBenchmark.FirstForward,
        [nameof(LoadBenchmark.FirstMapping)] = LoadBenchmark.FirstMapping,
        [nameof(LoadBenchmark.FirstScore)] = LoadBenchmark.FirstScore,
        [nameof(MemoryBenchmark.PeakByHand)] = MemoryBenchmark.PeakByHand,
        [nameof(MemoryBenchmark.PeakOfMlp)] = MemoryBenchmark.PeakOfMlp,
        [nameof(MemoryBenchmark.PeakOfCnn)] = MemoryBenchmark.PeakOfCnn,
        [nameof(RepeatBenchmark.MemoryAfter)] = RepeatBenchmark.MemoryAfter,
        [nameof(SpillBenchmark.PeakOfSpilledFit)] = SpillBenchmark.PeakOfSpilledFit,
    };

    /// <summary>In the child: the number to print.</summary>
    internal static string Run(string measurement, string argument) =>
        s_measurements[measurement](argument).ToString(CultureInfo.InvariantCulture);

    /// <summary>In the parent: starts a child and returns its number.</summary>
    /// <exception cref="InvalidOperationException">The child failed.</exception>
    internal static double Measure(string measurement, string argument)
    {
        string program = Path.ChangeExtension(typeof(ChildProcess).Assembly.Location, OperatingSystem.IsWindows() ? "exe" : null);
        using Process process = Process.Start(new ProcessStartInfo(program, [Mark, measurement, argument]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The measurement {measurement} of '{argument}' failed; its errors are above.");
    }
}
