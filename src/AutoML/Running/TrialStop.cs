namespace MLNetDeep;

/// <summary>Ends a trial, and says why.</summary>
#pragma warning disable CA1001 // its token source has no timer and no handle, and a trial that is left to itself still looks at it
internal sealed class TrialStop
#pragma warning restore CA1001
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _source = new();

    internal CancellationToken Token => _source.Token;

    /// <summary>Why the trial is to end; <see langword="null"/> while it may go on.</summary>
    internal (TrialState State, string Reason)? Cause { get; private set; }

    /// <summary>Ends the trial, unless it was ended for another cause.</summary>
    internal void End(TrialState state, string reason)
    {
        lock (_lock)
        {
            if (Cause is not null)
            {
                return;
            }
            Cause = (state, reason);
        }
        _source.Cancel();
    }
}
