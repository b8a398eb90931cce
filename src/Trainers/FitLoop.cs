#pragma warning disable RS0030 // a scope per epoch: what it computes is freed with it, also when it throws
using System.Diagnostics;

namespace MLNetDeep;

/// <summary>Trains a network: epochs of steps, each epoch judged on the validation rows.</summary>
internal sealed class FitLoop(Learning learning)
{
    private readonly DeepTrainerOptions _options = learning.Options;
    private readonly EpochSteps _steps = new(learning);
    private readonly LearningRates _rates = new(learning.Options);
    private readonly AveragedWeights? _average = learning.Options.WeightAveraging > 0 ? new(learning.Network, learning.Options.WeightAveraging) : null;
    private readonly BestEpoch _best = new(learning);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<EpochReport> _reports = [];
    private readonly List<ScoredRows>? _scored = learning.Watch.Metrics.Count > 0 ? [] : null;
    private TimeSpan _before; // of a fit that this one continues

    private TimeSpan Elapsed => _before + _clock.Elapsed;

    private bool IsOutOfTime => Elapsed >= _options.TimeBudget;

    private FitState State => new(learning.Network, _steps.Optimizers, _average, _best.Weights, learning.Random);

    /// <summary>Trains until a reason to stop; leaves the best epoch's weights in the network.</summary>
    internal TrainingHistory Run()
    {
        Resume();
        StopReason? reason = null;
        while (reason is null)
        {
            EpochReport report = RunEpoch(_reports.Count + 1);
            Add(report);
            reason = ReasonToStop(report);
            if (reason is null)
            {
                learning.Checkpoints?.Save(_reports, _best, State);
            }
            learning.Observer.Report(report);
        }
        _best.Weights.Restore();
        learning.Checkpoints?.Delete();
        return new TrainingHistory
        {
            Calibration = _options.CalibrateProbabilities ? TemperatureScaling.Of(learning) : null,
            Epochs = _reports,
            BestEpoch = _best.Number,
            StopReason = reason.Value,
            TrainingRowCount = learning.Training.Count,
            ValidationRowCount = learning.Validation?.Count ?? 0,
        };
    }

    /// <summary>Goes on from a checkpoint, if there is one.</summary>
    private void Resume()
    {
        if (learning.Checkpoints is { Found: { } found } checkpoints)
        {
            checkpoints.Restore(State);
            _best.Resume(found);
            _before = found.Epochs[^1].Elapsed;
            foreach (EpochReport report in found.Epochs)
            {
                Add(report);
            }
            learning.Observer.Info($"Training goes on behind epoch {found.Epochs.Count}, from the checkpoint.");
        }
    }

    private void Add(EpochReport report)
    {
        _reports.Add(report);
        _rates.Follow(report);
    }

    private EpochReport RunEpoch(int epoch)
    {
        using DisposeScope scope = NewDisposeScope();
        double trainingLoss = _steps.Run(batch => RateAt(epoch - 1, batch), () => !IsOutOfTime, (_, moved) => Follow(moved));
        _average?.Swap(); // until the epoch is judged
        _scored?.Clear();
        (double Loss, double Metric)? judged = learning.Validation is { } rows ? Measure(rows, _scored) : null;
        EpochReport report = new()
        {
            Epoch = epoch,
            NumberOfEpochs = _options.NumberOfEpochs,
            TrainingLoss = judged is null && !IsLastStepFinite() ? double.NaN : trainingLoss,
            ValidationLoss = judged?.Loss,
            ValidationMetric = judged?.Metric,
            Metrics = judged is not null && _scored is not null ? learning.Watch.Measure(ScoredRows.Of(_scored)) : [],
            LearningRate = RateAt(epoch - 1, _steps.LastStep),
            Elapsed = Elapsed,
        };
        _best.Judge(report);
        _average?.Swap();
        return report;
    }

    private void Follow(bool moved)
    {
        if (moved)
        {
            _average?.Follow();
        }
    }

    /// <summary>Whether a batch has a finite loss after the last step: without validation rows no later loss would show that it went too far.</summary>
    private bool IsLastStepFinite() => double.IsFinite(Measure(_steps.Sample).Loss);

    private (double Loss, double Metric) Measure(Rows rows, List<ScoredRows>? scored = null) =>
        Evaluation.Of(learning.Network, learning.Task, rows, learning.Observer.CheckAlive, scored);

    private double RateAt(int epochsDone, long batch)
    {
        double bySteps = (epochsDone + (double)batch / _steps.Count) / _options.NumberOfEpochs;
        double byTime = _options.TimeBudget is { } budget ? Elapsed / budget : 0;
        return _rates.At(epochsDone, Math.Min(1, Math.Max(bySteps, byTime)));
    }

    private StopReason? ReasonToStop(EpochReport report)
    {
        if (!double.IsFinite(report.TrainingLoss) || report.ValidationLoss is double.NaN or double.PositiveInfinity)
        {
            learning.Observer.Warn($"Training diverged in epoch {report.Epoch}: the loss is not finite. The weights of epoch {_best.Number} are kept. Lower LearningRate, or set GradientClipNorm.");
            return StopReason.Diverged;
        }
        if (_options.StopWhen?.Invoke(report) == true)
        {
            return StopReason.Requested;
        }
        if (IsOutOfTime)
        {
            return StopReason.TimeBudget;
        }
        if (learning.Validation is not null && _options.EarlyStoppingPatience > 0 && report.Epoch - _best.Number >= _options.EarlyStoppingPatience)
        {
            return StopReason.EarlyStopping;
        }
        return report.Epoch == _options.NumberOfEpochs ? StopReason.Completed : null;
    }
}
