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
    private readonly BestWeights _best = new(learning.Network);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<EpochReport> _reports = [];
    private readonly List<ScoredRows>? _scored = learning.Watch.Metrics.Count > 0 ? [] : null;
    private double _bestLoss = double.PositiveInfinity;
    private int _bestEpoch;

    private bool IsOutOfTime => _clock.Elapsed >= _options.TimeBudget;

    /// <summary>Trains until a reason to stop; leaves the best epoch's weights in the network.</summary>
    internal TrainingHistory Run()
    {
        StopReason? reason = null;
        for (int epoch = 1; reason is null; epoch++)
        {
            EpochReport report = RunEpoch(epoch);
            _reports.Add(report);
            _rates.Follow(report);
            reason = ReasonToStop(report);
            learning.Observer.Report(report);
        }
        _best.Restore();
        return new TrainingHistory
        {
            Calibration = _options.CalibrateProbabilities ? Calibrate() : null,
            Epochs = _reports,
            BestEpoch = _bestEpoch,
            StopReason = reason.Value,
            TrainingRowCount = learning.Training.Count,
            ValidationRowCount = learning.Validation?.Count ?? 0,
        };
    }

    /// <summary>Finds the temperature of the best weights; null without validation rows.</summary>
    private CalibrationReport? Calibrate()
    {
        if (learning.Validation is not { } rows)
        {
            learning.Observer.Warn("CalibrateProbabilities is set, but no rows are held out: probabilities stay as they are. Set ValidationFraction, or give validation data to Fit.");
            return null;
        }
        using IDisposable noGradient = no_grad();
        List<ScoredRows> scored = [];
        Measure(rows, scored);
        CalibrationReport report = new TemperatureScaling(ScoredRows.Of(scored)).Run();
        learning.Task.Temperature = report.Temperature;
        return report;
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
            LearningRate = RateAt(epoch - 1, _steps.Count - 1),
            Elapsed = _clock.Elapsed,
        };
        Keep(report);
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
        double byTime = _options.TimeBudget is { } budget ? _clock.Elapsed / budget : 0;
        return _rates.At(epochsDone, Math.Min(1, Math.Max(bySteps, byTime)));
    }

    /// <summary>Copies the weights if they are the best so far: of the lowest validation loss, or the best metric that decides; without validation, the latest finite ones.</summary>
    private void Keep(EpochReport report)
    {
        double? loss = learning.Watch.Loss(report);
        bool isFinite = double.IsFinite(report.TrainingLoss) && double.IsFinite(report.ValidationLoss ?? 0);
        if (isFinite && (loss is null || loss < _bestLoss))
        {
            _bestLoss = loss ?? _bestLoss;
            _bestEpoch = report.Epoch;
            _best.Keep();
        }
    }

    private StopReason? ReasonToStop(EpochReport report)
    {
        if (!double.IsFinite(report.TrainingLoss) || report.ValidationLoss is double.NaN or double.PositiveInfinity)
        {
            learning.Observer.Warn($"Training diverged in epoch {report.Epoch}: the loss is not finite. The weights of epoch {_bestEpoch} are kept. Lower LearningRate, or set GradientClipNorm.");
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
        if (learning.Validation is not null && _options.EarlyStoppingPatience > 0 && report.Epoch - _bestEpoch >= _options.EarlyStoppingPatience)
        {
            return StopReason.EarlyStopping;
        }
        return report.Epoch == _options.NumberOfEpochs ? StopReason.Completed : null;
    }
}
