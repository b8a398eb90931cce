using System.Diagnostics;

namespace MLNetDeep;

/// <summary>The time of a sweep, and whether it is to end.</summary>
/// <param name="options">The time budget, and the token of the caller.</param>
/// <param name="checkAlive">Throws if ML.NET was told to end what it does.</param>
internal sealed class SweepClock(SweepOptions options, Action checkAlive)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    internal TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Why no trial goes on; <see langword="null"/> while they may.</summary>
    internal string? End()
    {
        if (Elapsed > options.TimeBudget)
        {
            return "The time budget of the sweep was over.";
        }
        try
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            checkAlive();
            return null;
        }
        catch (OperationCanceledException)
        {
            return "The sweep was cancelled.";
        }
    }
}
