using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Each option of the fit loop does what it says.</summary>
[TestClass]
public sealed class FitLoopTests
{
    private const double NoLearning = 1e-30; // a rate at which every epoch has the same loss

    private readonly MLContext _ml = new(seed: 1);

    /// <summary>Without batch statistics, so that the loss of learning is that of measuring.</summary>
    private static MlpOptions Small => new() { HiddenLayerSizes = [8], Normalization = Normalization.None, NumberOfEpochs = 10, LearningRate = 0.01, Seed = 1 };

    [TestMethod]
    public void EarlyStopping_WithEqualLosses_StopsAfterThePatience()
    {
        TrainingHistory history = History(Small with { LearningRate = NoLearning, EarlyStoppingPatience = 3 });

        Assert.AreEqual(StopReason.EarlyStopping, history.StopReason);
        Assert.AreEqual(1, history.BestEpoch);
        Assert.HasCount(4, history.Epochs);
        Assert.AreEqual(1, history.Epochs.Select(report => report.ValidationLoss).Distinct().Count());
    }

    [TestMethod]
    [DataRow(0, 0.15, DisplayName = "A patience of 0")]
    [DataRow(3, 0.0, DisplayName = "No validation rows")]
    public void EarlyStopping_SwitchedOff_RunsAllEpochs(int patience, double validationFraction)
    {
        TrainingHistory history = History(Small with { LearningRate = NoLearning, EarlyStoppingPatience = patience, ValidationFraction = validationFraction });

        Assert.AreEqual(StopReason.Completed, history.StopReason);
        Assert.HasCount(10, history.Epochs);
    }

    [TestMethod]
    public void Training_WithoutValidationRows_KeepsTheLastWeights()
    {
        TrainingHistory history = History(Small with { ValidationFraction = 0 });

        Assert.AreEqual(10, history.BestEpoch);
        Assert.AreEqual(400, history.TrainingRowCount);
        Assert.AreEqual(0, history.ValidationRowCount);
        Assert.IsTrue(history.Epochs.All(report => report.ValidationLoss is null && report.ValidationMetric is null));
    }

    [TestMethod]
    public void Training_PastTheBestEpoch_KeepsThatEpochsWeights()
    {
        IDataView training = ToyData.View(_ml, ToyData.Rows(200, 1, features => features[0] + features[3] > 0)), validation = ToyData.Binary(_ml, seed: 2);
        MlpOptions options = Small with { NumberOfEpochs = 30, EarlyStoppingPatience = 0 };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(training, validation);
        TrainingHistory history = model.TrainingHistory;
        Assert.IsLessThan(30, history.BestEpoch); // the validation rows follow another rule

        CalibratedBinaryClassificationMetrics metrics = _ml.BinaryClassification.Evaluate(model.Transform(validation));

        Assert.AreEqual(history.Epochs.Min(report => report.ValidationLoss), history.Epochs[history.BestEpoch - 1].ValidationLoss);
        Assert.AreEqual(history.Epochs[history.BestEpoch - 1].ValidationLoss!.Value, metrics.LogLoss * Math.Log(2), 1e-5);
        Assert.AreNotEqual(history.Epochs[^1].ValidationLoss!.Value, metrics.LogLoss * Math.Log(2), 0.01);
    }

    [TestMethod]
    [DataRow(1, 0.0, 0)]
    [DataRow(1, 0.15, 0)]
    [DataRow(5, 0.0, 0)]
    [DataRow(5, 0.15, 0)]
    [DataRow(1, 0.0, 400, DisplayName = "In the last step of all")]
    [DataRow(1, 0.15, 400, DisplayName = "In the last step before validation")]
    public void Training_ThatDiverges_StopsWithAWarningAndFiniteScores(int epochs, double validationFraction, int batchSize)
    {
        MessageLog log = new(_ml);
        MlpOptions steep = Small with { LearningRate = 1e30, NumberOfEpochs = epochs, ValidationFraction = validationFraction, BatchSize = batchSize };
        using DeepTransformer model = _ml.Regression.Trainers.Mlp(steep).Fit(ToyData.Regression(_ml));

        Assert.AreEqual(StopReason.Diverged, model.TrainingHistory.StopReason);
        Assert.AreSequenceEqual(
            ["Training diverged in epoch 1: the loss is not finite. The weights of epoch 0 are kept. Lower LearningRate, or set GradientClipNorm."],
            log.Warnings);
        BitAssert.AreFinite(Scores.Of(model, ToyData.Regression(_ml, seed: 2)));
    }

    [TestMethod]
    public void TimeBudget_ShortensTheScheduleToEndWithIt()
    {
        TrainingHistory history = History(Small with
        {
            NumberOfEpochs = 20_000, // half a minute
            EarlyStoppingPatience = 0,
            TimeBudget = TimeSpan.FromSeconds(1),
        });

        Assert.AreEqual(StopReason.TimeBudget, history.StopReason);
        Assert.IsGreaterThan(0.005, history.Epochs.Max(report => report.LearningRate)); // half of the peak
        Assert.IsLessThan(0.0005, history.Epochs[^1].LearningRate);
    }

    [TestMethod]
    public void TimeBudget_OfNoTimeAtAll_TrainsABatch()
    {
        using DeepTransformer model = Fit(Small with { TimeBudget = TimeSpan.FromTicks(1) });

        Assert.AreEqual(StopReason.TimeBudget, model.TrainingHistory.StopReason);
        Assert.IsTrue(double.IsFinite(Assert.ContainsSingle(model.TrainingHistory.Epochs).TrainingLoss));
        BitAssert.AreFinite(Scores.Of(model, ToyData.Binary(_ml)));
    }

    [TestMethod]
    public void LearningRateSchedule_IsFollowed()
    {
        double[] constant = Rates(LearningRateSchedule.Constant), annealed = Rates(LearningRateSchedule.WarmUpCosine);

        Assert.IsTrue(constant.All(rate => rate == 0.01));
        Assert.AreSequenceEqual(annealed.OrderDescending(), annealed);
        Assert.IsGreaterThan(0.009, annealed[0]);
        Assert.IsLessThan(0.0001, annealed[^1]);
    }

    [TestMethod]
    public void LearningRateSchedule_OfEpochs_IsFollowed()
    {
        Assert.AreSequenceEqual([0.01, 0.01, 0.01, 0.001, 0.001, 0.001, 1e-4, 1e-4, 1e-4, 1e-5], History(Small with { LearningRateSchedule = LearningRateSchedule.Step, LearningRateStepEpochs = 3, EarlyStoppingPatience = 0 }).Epochs.Select(report => Math.Round(report.LearningRate, 9)));
        MlpOptions stuck = Small with { LearningRate = NoLearning, LearningRateSchedule = LearningRateSchedule.ReduceOnPlateau, LearningRatePlateauEpochs = 4 };
        Assert.AreSequenceEqual(
            [1, 1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1, 0.01], History(stuck with { EarlyStoppingPatience = 0 }).Epochs.Select(report => Math.Round(report.LearningRate / NoLearning, 6)));
    }

    [TestMethod]
    public void StopWhen_EndsTrainingAfterTheEpoch()
    {
        List<int> asked = [];
        MlpOptions options = Small with
        {
            StopWhen = report =>
            {
                asked.Add(report.Epoch);
                return report.Epoch == 4;
            },
        };
        TrainingHistory history = History(options);

        Assert.AreEqual(StopReason.Requested, history.StopReason);
        Assert.HasCount(4, history.Epochs);
        Assert.AreSequenceEqual([1, 2, 3, 4], asked);
    }

    [TestMethod]
    public void GradientClipNorm_FarBelowTheOptimizersEpsilon_StopsLearning()
    {
        double Gain(double clip)
        {
            TrainingHistory history = History(Small with { GradientClipNorm = clip, Dropout = 0 });
            return history.Epochs[0].TrainingLoss - history.Epochs[^1].TrainingLoss;
        }

        Assert.IsGreaterThan(0.1, Gain(clip: 0));
        Assert.IsGreaterThan(0.1, Gain(clip: 1));
        Assert.IsLessThan(0.01, Math.Abs(Gain(clip: 1e-12)));
    }

    [TestMethod]
    public void WeightDecay_MakesWeightsSmaller()
    {
        double Norm(double decay)
        {
            using DeepTransformer model = Fit(Small with { WeightDecay = decay });
            return OnnxReader.Read(model.Model.Graph).Graph.Initializer("hidden.0.weight").Singles.ToArray().Sum(weight => weight * weight);
        }

        Assert.IsLessThan(0.8 * Norm(0), Norm(5));
    }

    [TestMethod]
    [DataRow(0.0, false)]
    [DataRow(0.5, true)]
    public void Dropout_ActsOnTheTrainingLossAndNotOnTheValidationLoss(double dropout, bool differ)
    {
        IDataView data = ToyData.Binary(_ml);
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(Small with { LearningRate = NoLearning, Dropout = dropout }).Fit(data, data);
        EpochReport report = model.TrainingHistory.Epochs[0];

        Assert.AreEqual(differ, Math.Abs(report.TrainingLoss - report.ValidationLoss!.Value) > 1e-3);
        Assert.AreEqual(_ml.BinaryClassification.Evaluate(model.Transform(data)).LogLoss * Math.Log(2), report.ValidationLoss.Value, 1e-5);
    }

    [TestMethod]
    [DataRow(0.0, false)]
    [DataRow(0.5, true)]
    [DataRow(null, false)]
    public void FeatureDropout_ActsOnTheTrainingLossAndNotOnTheValidationLoss(double? dropout, bool differ)
    {
        IDataView data = ToyData.Binary(_ml);
        using DeepTransformer model = _ml.BinaryClassification.Trainers
            .Mlp(Small with { LearningRate = NoLearning, Dropout = 0, FeatureDropout = dropout }).Fit(data, data);
        EpochReport report = model.TrainingHistory.Epochs[0];

        Assert.AreEqual(differ, Math.Abs(report.TrainingLoss - report.ValidationLoss!.Value) > 1e-3);
        Assert.AreEqual(_ml.BinaryClassification.Evaluate(model.Transform(data)).LogLoss * Math.Log(2), report.ValidationLoss.Value, 1e-5);
    }

    [TestMethod]
    public void BatchSize_DecidesTheNumberOfSteps()
    {
        double Loss(int batchSize) => History(Small with { BatchSize = batchSize, Dropout = 0 }).Epochs[^1].TrainingLoss;

        Assert.IsLessThan(Loss(400) - 0.1, Loss(10));
    }

    private DeepTransformer Fit(MlpOptions options) => _ml.BinaryClassification.Trainers.Mlp(options).Fit(ToyData.Binary(_ml));

    private TrainingHistory History(MlpOptions options)
    {
        using DeepTransformer model = Fit(options);
        return model.TrainingHistory;
    }

    private double[] Rates(LearningRateSchedule schedule) =>
        [.. History(Small with { LearningRateSchedule = schedule, EarlyStoppingPatience = 0 }).Epochs.Select(report => report.LearningRate)];
}
