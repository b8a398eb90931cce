namespace MLNetDeep;

/// <summary>What a checkpoint says beside the numbers in it.</summary>
internal sealed record CheckpointHeader
{
    /// <summary>The checksum of the <see cref="FitIdentity"/>.</summary>
    public required string Fit { get; init; }

    public required int Seed { get; init; }

    /// <summary>The epochs that are done.</summary>
    public required IReadOnlyList<EpochReport> Epochs { get; init; }

    public required int BestEpoch { get; init; }

    public required double BestLoss { get; init; }

    /// <summary>The steps that each optimizer has counted, and behind them those of averaged weights.</summary>
    public required IReadOnlyList<long> StepCounts { get; init; }
}
