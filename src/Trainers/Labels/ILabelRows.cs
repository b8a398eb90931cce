namespace MLNetDeep;

/// <summary>Labels as a cursor reads them: one of each row, or one of each step.</summary>
internal interface ILabelRows : IDisposable
{
    /// <summary>Of all labels that were kept.</summary>
    LabelSummary Summary { get; }

    /// <summary>The label of each row, shape [N]; empty where each step has one.</summary>
    ReadOnlySpan<float> OfRows { get; }

    /// <summary>What the user should know of the labels; null if there is nothing.</summary>
    string? Remark => null;

    /// <summary>Reads what the cursor stands on, and says whether there is a label.</summary>
    bool Read();

    /// <summary>Keeps what was read, if it can be learned together with the row's features.</summary>
    /// <exception cref="IOException">The labels need a file, and that failed.</exception>
    bool TryKeep(in VBuffer<float> features);

    /// <summary>The labels as targets. They are gone then; targets in a file are so when this is disposed.</summary>
    /// <param name="task">What to learn.</param>
    /// <param name="features">The rows that they belong to.</param>
    /// <param name="weights">The weight of each row, shape [N], or none.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="checkAlive">Throws when the fit is cancelled.</param>
    ITargets Prepare(Tasks.TrainingTask task, IFeatureBatches features, Tensor? weights, Device device, Action checkAlive);
}
