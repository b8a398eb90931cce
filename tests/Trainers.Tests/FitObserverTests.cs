using Microsoft.ML.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>A fit tells of its epochs in time, in order, and with the numbers that ML.NET measures.</summary>
[TestClass]
public sealed class FitObserverTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Progress_IsToldOfEachEpochOnceAndOnTheThreadThatFits()
    {
        List<int> threads = [];
        Reports reports = new(_ => threads.Add(Environment.CurrentManagedThreadId));
        MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 5, Seed = 1, Progress = reports };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(ToyData.Binary(_ml));

        Assert.AreSequenceEqual([1, 2, 3, 4, 5], reports.All.Select(report => report.Epoch));
        Assert.AreSequenceEqual(model.TrainingHistory.Epochs, reports.All);
        Assert.IsTrue(reports.All.All(report => report.NumberOfEpochs == 5));
        Assert.AreSequenceEqual(reports.All.Select(report => report.Elapsed).Order(), reports.All.Select(report => report.Elapsed));
        Assert.IsTrue(threads.All(thread => thread == Environment.CurrentManagedThreadId));
    }

    [TestMethod]
    public void Log_HasALineForEachEpoch()
    {
        List<string> lines = [];
        _ml.Log += (_, message) => lines.Add(message.RawMessage);
        MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 2, Normalization = Normalization.None, Seed = 1 };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(ToyData.Binary(_ml));

        Assert.HasCount(2, lines.Where(line => line.StartsWith("Epoch ", StringComparison.Ordinal)));
        TrainingHistory history = model.TrainingHistory;
        Assert.Contains($"Training on {history.TrainingRowCount} rows, measuring progress on {history.ValidationRowCount}, with 49 weights, seed 1, on cpu.", lines);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Report_OfTheBestEpoch_HasTheLossAndMetricThatMLNetMeasures(TrainerCase trainer)
    {
        IDataView training = trainer.Data(_ml), validation = trainer.Data(_ml, rows: 100, seed: 2);
        using DeepTransformer model = trainer.Trainer(_ml).Fit(training, validation);
        EpochReport best = model.TrainingHistory.Epochs[model.TrainingHistory.BestEpoch - 1];

        (double loss, double metric) = Measure(trainer, training, model.Transform(validation));

        Assert.AreEqual(loss, best.ValidationLoss!.Value, 1e-5 * loss);
        Assert.AreEqual(metric, best.ValidationMetric!.Value, 1e-5);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Report_WithoutLearning_HasTheTrainingLossThatMLNetMeasures(TrainerCase trainer)
    {
        IDataView training = trainer.Data(_ml);
        (DeepTrainerOptions options, double tolerance) = SameInTraining(trainer.Small);
        using DeepTransformer model = trainer.Fit(_ml, options with { LearningRate = 1e-30, ValidationFraction = 0 });

        double loss = Measure(trainer, training, model.Transform(training)).Loss;

        Assert.AreEqual(loss, model.TrainingHistory.Epochs[^1].TrainingLoss, tolerance * loss);
    }

    private static Sequential Plain(TorchContext context)
    {
        TestAssembly.MakesModules = true;
        return nn.Sequential(nn.Linear(context.FeatureCount, 8), nn.Tanh(), nn.Linear(8, context.OutputCount));
    }

    /// <summary>The options without what acts in training only, and how equal the losses are then.</summary>
    private static (DeepTrainerOptions Options, double Tolerance) SameInTraining(DeepTrainerOptions options) => options switch
    {
        MlpOptions mlp => (mlp with { Dropout = 0, Normalization = Normalization.None }, 1e-5),
        // normalized by batches of all rows, whose averages come to be theirs but for the degree of freedom of the variance
        CnnOptions cnn => (cnn with { Dropout = 0, BatchSize = int.MaxValue, NumberOfEpochs = 200 }, 1e-3),
        RnnOptions rnn => (rnn with { Dropout = 0 }, 1e-5),
        TorchOptions { Module: not null } module => (module with { Module = TorchModule.Of(GatedNetwork.Name, new GatedNetwork.Sizes(8, 0)), BatchSize = int.MaxValue, NumberOfEpochs = 200 }, 1e-3), // as of a Cnn
        TorchOptions torch => (torch with { Network = Plain }, 1e-5),
        _ => throw new NotSupportedException($"Say what acts in training only in {options.GetType().Name}."),
    };

    private (double Loss, double Metric) Measure(TrainerCase trainer, IDataView training, IDataView predicted)
    {
        IDataView scored = trainer.Evaluable(_ml, predicted);
        switch (trainer.Task)
        {
            case TaskKind.BinaryClassification:
                CalibratedBinaryClassificationMetrics binary = _ml.BinaryClassification.Evaluate(scored);
                return (binary.LogLoss * Math.Log(2), binary.Accuracy); // ML.NET's binary log-loss is in bits
            case TaskKind.MulticlassClassification:
                MulticlassClassificationMetrics multiclass = _ml.MulticlassClassification.Evaluate(scored);
                return (multiclass.LogLoss, multiclass.MicroAccuracy);
            default:
                RegressionMetrics regression = _ml.Regression.Evaluate(scored);
                float[] labels = Scores.OfColumn(training, "Label");
                double mean = labels.Average();
                return (regression.MeanSquaredError / labels.Average(label => (label - mean) * (label - mean)), regression.RSquared);
        }
    }
}
