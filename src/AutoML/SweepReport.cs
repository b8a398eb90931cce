namespace MLNetDeep;

/// <summary>What just happened in a sweep.</summary>
public sealed record SweepReport
{
    /// <summary>The trial that began, had an epoch, or ended, as it is now.</summary>
    public required SweepTrial Trial { get; init; }

    /// <summary>The latest epoch of the trial, or <see langword="null"/> before the first and where its trainer has none.</summary>
    public EpochReport? Epoch { get; init; }

    /// <summary>The best trial so far, or <see langword="null"/> while none is completed.</summary>
    public SweepTrial? Best { get; init; }

    /// <summary>The time since the sweep began.</summary>
    public TimeSpan Elapsed { get; init; }
}
