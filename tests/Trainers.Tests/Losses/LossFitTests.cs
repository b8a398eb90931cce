using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using TorchSharp;

namespace MLNetDeep.Tests;

/// <summary>Each option of the loss has the effect on a model that it is there for.</summary>
[TestClass]
public sealed class LossFitTests
{
    private static readonly MlpOptions s_linear = new() { HiddenLayerSizes = [], NumberOfEpochs = 60, LearningRate = 0.03, EarlyStoppingPatience = 0, Seed = 1 };
    private static readonly MlpOptions s_small = new() { HiddenLayerSizes = [16], NumberOfEpochs = 30, LearningRate = 0.01, EarlyStoppingPatience = 0, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(0.5)]
    [DataRow(0.9)]
    public void Quantile_IsTheShareOfLabelsBelowThePrediction(double quantile)
    {
        IDataView data = Noisy(2000, seed: 1), test = Noisy(2000, seed: 2);
        using DeepTransformer model = _ml.Regression.Trainers.Mlp(s_linear with { Loss = Loss.Quantile, Quantile = quantile }).Fit(data);

        double below = test.GetColumn<float>("Label").Zip(Scores.Of(model, test)).Average(row => row.First < row.Second ? 1.0 : 0);

        Assert.AreEqual(quantile, below, 0.05);
    }

    [TestMethod]
    [DataRow(Loss.AbsoluteError)]
    [DataRow(Loss.Huber)]
    public void Outliers_PullLessThanWithSquares(Loss loss)
    {
        ToyRow<float>[] rows = ToyData.Rows(500, 1, features => 2 * features[0] + (features[1] > 0.8f ? 30 : 0)); // a tenth
        float[] Errors(Loss minimized)
        {
            MlpOptions ofFirst = s_linear with { Loss = minimized, HuberDelta = 0.1, GradientClipNorm = 0 };
            ToyRow<float>[] blind = [.. rows.Select(row => new ToyRow<float>([row.Features[0]], row.Label))]; // cannot know which
            using DeepTransformer model = _ml.Regression.Trainers.Mlp(ofFirst).Fit(ToyData.View(_ml, blind));
            return [.. Scores.Of(model, ToyData.View(_ml, blind)).Zip(blind, (score, row) => Math.Abs(score - (2 * row.Features[0])))];
        }

        Assert.IsGreaterThan(2, Errors(Loss.SquaredError).Average());
        Assert.IsLessThan(0.5, Errors(loss).Average());
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Classifiers), typeof(TrainerCase))]
    public void LabelSmoothing_KeepsProbabilitiesFromOne(TrainerCase trainer)
    {
        double Certainty(double smoothing)
        {
            DeepTrainerOptions options = trainer.Small with { LabelSmoothing = smoothing, NumberOfEpochs = 40, LearningRate = 0.02, Dropout = 0, EarlyStoppingPatience = 0 };
            using DeepTransformer model = trainer.Fit(_ml, options);
            return Probabilities(trainer, model.Transform(trainer.Data(_ml))).Average();
        }

        Assert.IsLessThan(Certainty(0) - 0.05, Certainty(0.4));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Classifiers), typeof(TrainerCase))]
    public void ClassWeights_AreRowWeightsByClass(TrainerCase trainer)
    {
        double[] ofClasses = trainer.Task == TaskKind.BinaryClassification ? [1, 3] : [1, 3, 0.5];
        int[] classes = [.. Classes(trainer)];
        IDataView data = trainer.Data(_ml, weight: row => (float)ofClasses[classes[row]]);
        DeepTrainerOptions options = trainer.Small with { ValidationFraction = 0 };
        using DeepTransformer plain = trainer.Create(_ml, options).Fit(data);
        using DeepTransformer byRow = trainer.Create(_ml, options with { ExampleWeightColumnName = "Weight" }).Fit(data);
        using DeepTransformer byClass = trainer.Create(_ml, options with { ClassWeights = ofClasses }).Fit(data);

        float[] expected = trainer.RawScores(byRow, data), actual = trainer.RawScores(byClass, data);
        Assert.IsGreaterThan(0.01, trainer.RawScores(plain, data).Zip(expected, (one, other) => Math.Abs(one - other)).Max());
        Assert.IsLessThan(2e-3, expected.Zip(actual, (one, other) => Math.Abs(one - other)).Max());
    }

    [TestMethod]
    public void BalanceClasses_FindsMoreOfTheRareClass()
    {
        ToyRow<bool>[] rows = ToyData.Rows(2000, 1, features => features[0] + (0.5f * features[1]) > 1.1f); // one in twenty, seen through noise
        IDataView data = ToyData.View(_ml, [.. rows.Select(row => new ToyRow<bool>([row.Features[0]], row.Label))]);
        double Recall(bool balance)
        {
            using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(s_linear with { BalanceClasses = balance }).Fit(data);
            return _ml.BinaryClassification.Evaluate(model.Transform(data)).PositiveRecall;
        }

        Assert.IsLessThan(0.4, Recall(balance: false));
        Assert.IsGreaterThan(0.9, Recall(balance: true));
    }

    [TestMethod]
    public void Focal_LeavesProbabilitiesNearerToTheMiddle()
    {
        IDataView data = ToyData.Binary(_ml);
        double Certainty(Loss loss)
        {
            using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(s_small with { Loss = loss, FocalGamma = 3 }).Fit(data);
            return model.Transform(data).GetColumn<float>("Probability").Average(probability => Math.Abs(probability - 0.5));
        }

        Assert.IsLessThan(Certainty(Loss.CrossEntropy) - 0.05, Certainty(Loss.Focal));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Regression), typeof(TrainerCase))]
    public void WithLoss_OfSquares_TrainsLikeTheDefault(TrainerCase trainer)
    {
        using IDisposable layered = Scripts.Wanted(scripted: false); // the script rounds in another way
        IDataView data = trainer.Data(_ml);
        int calls = 0;
        using DeepTransformer expected = trainer.Trainer(_ml).Fit(data);
        using DeepTransformer actual = trainer.Trainer(_ml).WithLoss((outputs, targets) =>
        {
            calls++;
            return (outputs.squeeze(-1) - targets).square();
        }).Fit(data);
        using DeepTransformer other = trainer.Trainer(_ml).WithLoss((outputs, targets) => (outputs.squeeze(-1) - targets - 1).square()).Fit(data);

        Assert.IsGreaterThan(3, calls);
        float[] scores = Scores.Of(expected, data);
        BitAssert.AreEqual(scores, Scores.Of(actual, data));
        Assert.IsGreaterThan(0.1, scores.Zip(Scores.Of(other, data), (one, another) => Math.Abs(one - another)).Max());
    }

    [TestMethod]
    [DataRow(Loss.Automatic, true)]
    [DataRow(Loss.Huber, false)]
    public void Script_IsTakenForPlainLossesOnly(Loss loss, bool expected)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable wish = Scripts.Wanted(scripted: true);
        using FitRandom random = new(1, torch.CPU);
        MlpOptions options = new() { Loss = loss };
        RegressionTask task = new();
        task.Minimize(options, own: null);
        Network network = new(new RobustScaling(torch.zeros(3), torch.ones(3)), [new Dense("output", 3, 1, gain: 1, random.Host)], torch.CPU);

        Assert.AreEqual(expected, ITrainingStep.Of(network, task, options, random) is ScriptedStep);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Losses_OfAnotherTask_AreRefused(TrainerCase trainer)
    {
        bool isRegression = trainer.Task == TaskKind.Regression;
        Loss loss = isRegression ? Loss.Focal : Loss.Huber;
        string expectation = isRegression ? "one of Automatic, SquaredError, AbsoluteError, Huber, Quantile for regression" : "one of Automatic, CrossEntropy, Focal for classification";

        AssertRefused(trainer, trainer.Small with { Loss = loss }, "Loss", loss, expectation);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Regression), typeof(TrainerCase))]
    public void Classes_InRegression_AreRefused(TrainerCase trainer)
    {
        AssertRefused(trainer, trainer.Small with { LabelSmoothing = 0.1 }, "LabelSmoothing", 0.1, "0 for regression");
        AssertRefused(trainer, trainer.Small with { BalanceClasses = true }, "BalanceClasses", true, "false for regression");
        AssertRefused(trainer, trainer.Small with { ClassWeights = [1] }, "ClassWeights", "[1]", "null for regression");
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Classifiers), typeof(TrainerCase))]
    public void ClassWeights_OfAnotherNumberThanClasses_AreRefused(TrainerCase trainer)
    {
        int count = trainer.Task == TaskKind.BinaryClassification ? 2 : 3;
        AssertRefused(trainer, trainer.Small with { ClassWeights = [1, 2, 3, 0.5] }, "ClassWeights", "[1, 2, 3, 0.5]", $"{count} numbers, one for each class in the order of the scores, or null");
    }

    [TestMethod]
    public void WithLoss_BesideAnotherLoss_IsRefused()
    {
        DeepTrainer Own(MlpOptions options) => _ml.BinaryClassification.Trainers.Mlp(options).WithLoss((outputs, _) => outputs.squeeze(-1));
        void AssertMessage(MlpOptions options, string expected) => Assert.AreEqual(
            expected, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Own(options).Fit(ToyData.Binary(_ml))).Message.ReplaceLineEndings(" "));

        AssertMessage(s_small with { Loss = Loss.Focal }, "Loss must be Automatic beside a loss that is given to WithLoss. (Parameter 'Loss') Actual value was Focal.");
        AssertMessage(s_small with { LabelSmoothing = 0.25 }, "LabelSmoothing must be 0 beside a loss that is given to WithLoss. (Parameter 'LabelSmoothing') Actual value was 0.25.");
    }

    private void AssertRefused(TrainerCase trainer, DeepTrainerOptions options, string name, object value, string expectation)
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Fit(_ml, options));
        Assert.AreEqual(new ArgumentOutOfRangeException(name, value, $"{name} must be {expectation}.").Message, error.Message);
    }

    /// <summary>A number and what is added to it: up to 1 more, evenly.</summary>
    private IDataView Noisy(int rows, int seed) =>
        ToyData.View(_ml, [.. ToyData.Rows(rows, seed, features => (3 * features[0]) + features[1]).Select(row => new ToyRow<float>([row.Features[0]], row.Label))]);

    /// <summary>The zero-based class of each row of a task's toy data.</summary>
    private IEnumerable<int> Classes(TrainerCase trainer) => trainer.Task == TaskKind.BinaryClassification
        ? trainer.Data(_ml).GetColumn<bool>("Label").Select(label => label ? 1 : 0)
        : trainer.Data(_ml).GetColumn<uint>("Label").Select(label => (int)label - 1);

    /// <summary>The probability of what is predicted, of each row.</summary>
    private static IEnumerable<double> Probabilities(TrainerCase trainer, IDataView scored) => trainer.Task == TaskKind.BinaryClassification
        ? scored.GetColumn<float>("Probability").Select(probability => (double)Math.Max(probability, 1 - probability))
        : scored.GetColumn<float[]>("Score").Select(scores => (double)scores.Max());
}
