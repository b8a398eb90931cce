namespace MLNetDeep;

/// <summary>A trial of a sweep: a candidate with options, and what came of it.</summary>
public sealed record SweepTrial
{
    /// <summary>The number of the trial, counted from 1 in the order in which trials began.</summary>
    public required int Number { get; init; }

    /// <summary>The name of the candidate.</summary>
    public required string Candidate { get; init; }

    /// <summary>The options that were tried, of the type that the candidate was added with.</summary>
    public required object Options { get; init; }

    /// <summary>How far it got.</summary>
    public TrialState State { get; init; }

    /// <summary>The metric on the validation rows, the mean of the folds; <see langword="null"/> unless completed.</summary>
    public double? Metric { get; init; }

    /// <summary>Why the trial ended as it did, or <see langword="null"/> where there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>The epochs that were run, in all folds; 0 where the trainer has none.</summary>
    public int Epochs { get; init; }

    /// <summary>When the trial began, after the beginning of the sweep.</summary>
    public TimeSpan Started { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The fitted pipeline of a completed trial, if it is among the best; else <see langword="null"/>.</summary>
    /// <remarks>It is disposed with the result of the sweep.</remarks>
    public ITransformer? Model => Fitted?.Chain;

    internal TrialModel? Fitted { get; init; }

    internal SearchPoint Point { get; init; } = new(0, []);
}
