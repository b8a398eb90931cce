using System.Diagnostics;

namespace MLNetDeep.Benchmarks;

/// <summary>Measures the variants of a comparison in turn, round by round, so that a machine that changes its speed changes it for all of them.</summary>
/// <param name="rounds">How often each variant is measured.</param>
/// <param name="cpuOfOthers">The CPU time that other processes have used so far, in seconds.</param>
internal sealed class Interleaving(int rounds, Func<double> cpuOfOthers)
{
    private const int MaximumUntimedRounds = 3;
    private const int MaximumTries = 2; // so that a machine that is never quiet doubles the time at worst
    private const double Tolerance = 0.1; // of one core
    private const double Resolution = 0.02; // seconds: two ticks of the system's clock

    /// <summary>How many measurements were repeated because other processes were busy meanwhile.</summary>
    internal int RepeatedCount { get; private set; }

    /// <summary>How many measurements were kept although other processes were busy again.</summary>
    internal int DisturbedCount { get; private set; }

    /// <summary>A result for each variant.</summary>
    internal IReadOnlyList<Result> Run(Comparison comparison)
    {
        if (!comparison.IsTimed)
        {
            return Results(comparison, [.. Enumerable.Range(0, Math.Min(rounds, MaximumUntimedRounds)).Select(_ => Round(comparison, Plain))]);
        }
        Round(comparison, Plain); // until code is compiled, and files and memory are in place
        return Results(comparison, [.. Enumerable.Range(0, rounds).Select(_ => Round(comparison, Undisturbed))]);
    }

    private static double[] Round(Comparison comparison, Func<Variant, double> measure) => [.. comparison.Variants.Select(measure)];

    private static Result[] Results(Comparison comparison, double[][] rounds)
    {
        double[] Samples(int variant) => [.. rounds.Select(round => round[variant])];
        return [.. comparison.Variants.Select((variant, index) => Result.Of(variant, Samples(index), reference: Samples(0)))];
    }

    private static double Plain(Variant variant) => variant.Measure();

    private double Undisturbed(Variant variant)
    {
        for (int tries = 1; ; tries++)
        {
            CollectGarbage();
            double before = cpuOfOthers();
            Stopwatch clock = Stopwatch.StartNew();
            double sample = variant.Measure();
            if (cpuOfOthers() - before <= Resolution + Tolerance * clock.Elapsed.TotalSeconds)
            {
                return sample;
            }
            if (tries == MaximumTries)
            {
                DisturbedCount++;
                return sample;
            }
            RepeatedCount++;
        }
    }

    /// <summary>What one variant leaves behind is not to be cleared away in the time of the next.</summary>
    private static void CollectGarbage()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
