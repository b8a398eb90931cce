using System.Globalization;

namespace MLNetDeep;

/// <summary>Writes epochs to an event file, for TensorBoard to show while training runs: as <see cref="DeepTrainerOptions.Progress"/>, or from a history.</summary>
/// <remarks>
/// Scalars are loss/training, loss/validation, metric/validation, learning_rate, and metric/ with the name of each of <see cref="EpochReport.Metrics"/>;
/// their step is the epoch. Show them by <c>tensorboard --logdir</c> with the folder above. Needs no LibTorch.
/// </remarks>
public sealed class TensorBoardLog : IProgress<EpochReport>, IDisposable
{
    private readonly FileStream _file;

    /// <summary>Begins an event file.</summary>
    /// <param name="folder">A folder for this training, which is made if it is not there; its name is that of the run.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public TensorBoardLog(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        Directory.CreateDirectory(folder);
        string name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{now.ToUnixTimeSeconds()}.{Environment.MachineName}.{Guid.NewGuid():N}");
        _file = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        EventFile.Begin(_file, now);
    }

    /// <summary>Adds an epoch to the file; it can be seen at once.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Report(EpochReport value)
    {
        ArgumentNullException.ThrowIfNull(value);
        (string Tag, double? Value)[] scalars =
        [
            ("loss/training", value.TrainingLoss),
            ("loss/validation", value.ValidationLoss),
            ("metric/validation", value.ValidationMetric),
            ("learning_rate", value.LearningRate),
            .. value.Metrics.Select(metric => ($"metric/{metric.Name}", (double?)metric.Value)),
        ];
        EventFile.Add(_file, DateTimeOffset.UtcNow, value.Epoch, [.. scalars.Where(scalar => scalar.Value is not null).Select(scalar => (scalar.Tag, (float)scalar.Value!))]);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();
}
