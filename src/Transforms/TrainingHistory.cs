namespace MLNetDeep;

/// <summary>The course of a training, epoch by epoch.</summary>
public sealed record TrainingHistory
{
    /// <summary>A report for every epoch that was completed, in order.</summary>
    public IReadOnlyList<EpochReport> Epochs { get; init; } = [];

    /// <summary>The epoch whose weights the model has, counted from 1; 0 if these are the initial weights.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Why training ended.</summary>
    public StopReason StopReason { get; init; }

    /// <summary>The number of rows that were learned from.</summary>
    public long TrainingRowCount { get; init; }

    /// <summary>The number of rows that progress was measured on.</summary>
    public long ValidationRowCount { get; init; }

    /// <summary>The seed that reproduces this training.</summary>
    public int Seed { get; init; }
}
