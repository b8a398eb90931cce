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

    /// <summary>What was taken of <see cref="DeepTrainerOptions.InitialModel"/>; <see langword="null"/> if there was none.</summary>
    public TransferReport? Transfer { get; init; }

    /// <summary>What <see cref="DeepTrainerOptions.CalibrateProbabilities"/> did; <see langword="null"/> if nothing was calibrated.</summary>
    public CalibrationReport? Calibration { get; init; }

    /// <summary>Writes a line for each epoch to a CSV file, metrics as further columns.</summary>
    /// <param name="path">The file, which is replaced if it is there.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveCsv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        HistoryFile.SaveCsv(path, this);
    }

    /// <summary>Writes the history to a JSON file, as it is in a model file.</summary>
    /// <inheritdoc cref="SaveCsv" path="/param"/>
    /// <inheritdoc cref="SaveCsv" path="/exception"/>
    public void SaveJson(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        HistoryFile.SaveJson(path, this);
    }
}
