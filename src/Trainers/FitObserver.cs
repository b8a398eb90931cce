using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>What a fit tells the world, and how the world stops it.</summary>
internal sealed class FitObserver : IDisposable
{
    private readonly IHost _host;
    private readonly IChannel _channel;
    private readonly IProgressChannel _progressChannel;
    private readonly DeepTrainerOptions _options;
    private EpochReport? _latest;

    internal FitObserver(IHost host, DeepTrainerOptions options)
    {
        _host = host;
        _options = options;
        _channel = host.Start("Training");
        _progressChannel = host.StartProgressChannel("Training");
        _progressChannel.SetHeader(new ProgressHeader(["training loss", "validation loss"], ["epochs"]), ReportLatest);
    }

    /// <exception cref="OperationCanceledException">The options' token or ML.NET cancelled the fit.</exception>
    internal void CheckAlive()
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        _host.CheckAlive();
    }

    internal void Info(string message) => _channel.Info(MessageSensitivity.None, message);

    internal void Warn(string message) => _channel.Warning(MessageSensitivity.Schema, message);

    internal void Report(EpochReport report)
    {
        _latest = report;
        _progressChannel.Checkpoint(report.TrainingLoss, report.ValidationLoss ?? double.NaN, report.Epoch);
        _channel.Info(MessageSensitivity.None, FormattableString.Invariant($"Epoch {report.Epoch} of {report.NumberOfEpochs}: training loss {report.TrainingLoss:g5}, validation loss {report.ValidationLoss:g5}, metric {report.ValidationMetric:g5}, learning rate {report.LearningRate:g3}") + string.Concat(report.Metrics.Select(metric => FormattableString.Invariant($", {metric.Name} {metric.Value:g5}"))));
        _options.Progress?.Report(report);
    }

    public void Dispose()
    {
        _progressChannel.Dispose();
        _channel.Dispose();
    }

    private void ReportLatest(IProgressEntry entry)
    {
        if (_latest is { } report)
        {
            entry.SetProgress(0, report.Epoch, report.NumberOfEpochs);
            entry.SetMetric(0, report.TrainingLoss);
            entry.SetMetric(1, report.ValidationLoss ?? double.NaN);
        }
    }
}
