#pragma warning disable RS0030 // a scope per epoch and per step: what they compute is freed with them, also when they throw
using System.Diagnostics;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>Trains a network: epochs of batches, each epoch judged on the validation rows. The only code that changes weights.</summary>
internal sealed class FitLoop(
    Network network, TrainingTask task, Rows training, Rows? validation, DeepTrainerOptions options, FitRandom random, FitObserver observer)
{
    private readonly ITrainingStep _step = ITrainingStep.Of(network, task, options, random);
    private readonly BestWeights _best = new(network);
    private readonly Batches _batches = Batches.Of(training.Count, options.BatchSize);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<EpochReport> _reports = [];
    private double _bestLoss = double.PositiveInfinity;
    private int _bestEpoch;

    private bool IsOutOfTime => _clock.Elapsed >= options.TimeBudget;

    /// <summary>Trains until a reason to stop; leaves the best epoch's weights in the network.</summary>
    internal TrainingHistory Run()
    {
        StopReason? reason = null;
        for (int epoch = 1; reason is null; epoch++)
        {
            EpochReport report = RunEpoch(epoch);
            _reports.Add(report);
            Keep(report);
            reason = ReasonToStop(report);
            observer.Report(report);
        }
        _best.Restore();
        return new TrainingHistory
        {
            Epochs = _reports,
            BestEpoch = _bestEpoch,
            StopReason = reason.Value,
            TrainingRowCount = training.Count,
            ValidationRowCount = validation?.Count ?? 0,
        };
    }

    private EpochReport RunEpoch(int epoch)
    {
        using DisposeScope scope = NewDisposeScope();
        double trainingLoss = TrainEpoch(epoch);
        (double Loss, double Metric)? judged = validation is null ? null : Evaluation.Of(network, task, validation, observer.CheckAlive);
        return new EpochReport
        {
            Epoch = epoch,
            NumberOfEpochs = options.NumberOfEpochs,
            TrainingLoss = trainingLoss,
            ValidationLoss = judged?.Loss,
            ValidationMetric = judged?.Metric,
            LearningRate = RateAt(epoch - 1, _batches.Count - 1),
            Elapsed = _clock.Elapsed,
        };
    }

    /// <summary>Learns from every row once, in random order, and returns the mean loss.</summary>
    private double TrainEpoch(int epoch)
    {
        Tensor order = training.Features.Arrange(training.Shuffled(random), _batches, random);
        Tensor lossSum = zeros([], ScalarType.Float64, order.device);
        long targets = 0;
        for (long batch = 0; batch < _batches.Count && (batch == 0 || !IsOutOfTime); batch++)
        {
            observer.CheckAlive();
            long first = _batches.Start(batch), count = _batches.Start(batch + 1) - first;
            using DisposeScope scope = NewDisposeScope();
            Batch rows = training.Batch(order, first, count);
            Tensor loss = _step.Take(rows, RateAt(epoch - 1, batch));
            using Scalar weight = rows.Targets.size(0);
            lossSum.add_(loss, weight);
            targets += rows.Targets.size(0);
        }
        return validation is null && !IsLastStepFinite() ? double.NaN : lossSum.item<double>() / targets;
    }

    /// <summary>Whether a batch has a finite loss after the last step: without validation rows no later loss would show that it went too far.</summary>
    private bool IsLastStepFinite()
    {
        Rows batch = training with { Indices = training.Indices.narrow(0, 0, _batches.Start(1)) };
        return double.IsFinite(Evaluation.Of(network, task, batch, observer.CheckAlive).Loss);
    }

    private double RateAt(int epochsDone, long batch)
    {
        double bySteps = (epochsDone + (double)batch / _batches.Count) / options.NumberOfEpochs;
        double byTime = options.TimeBudget is { } budget ? _clock.Elapsed / budget : 0;
        return Schedule.Rate(options.LearningRateSchedule, options.LearningRate, Math.Min(1, Math.Max(bySteps, byTime)));
    }

    /// <summary>Copies the weights if they are the best so far: of the lowest validation loss or, without validation, the latest finite ones.</summary>
    private void Keep(EpochReport report)
    {
        bool isBest = report.ValidationLoss is double loss ? loss < _bestLoss : double.IsFinite(report.TrainingLoss);
        if (isBest && double.IsFinite(report.TrainingLoss))
        {
            _bestLoss = report.ValidationLoss ?? _bestLoss;
            _bestEpoch = report.Epoch;
            _best.Keep();
        }
    }

    private StopReason? ReasonToStop(EpochReport report)
    {
        if (!double.IsFinite(report.TrainingLoss) || report.ValidationLoss is double.NaN or double.PositiveInfinity)
        {
            observer.Warn($"Training diverged in epoch {report.Epoch}: the loss is not finite. The weights of epoch {_bestEpoch} are kept. Lower LearningRate, or set GradientClipNorm.");
            return StopReason.Diverged;
        }
        if (IsOutOfTime)
        {
            return StopReason.TimeBudget;
        }
        if (validation is not null && options.EarlyStoppingPatience > 0 && report.Epoch - _bestEpoch >= options.EarlyStoppingPatience)
        {
            return StopReason.EarlyStopping;
        }
        return report.Epoch == options.NumberOfEpochs ? StopReason.Completed : null;
    }
}
