using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class AveragedWeightsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Average_FollowsTheWeights_AndTakesTheirPlace()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Network network = new(new ActivationLayer(Activation.Relu), [new Dense("output", 1, 1, gain: 1, random.Host)], CPU);
        using IDisposable noGradient = no_grad();
        network.Weights.Values.fill_(8);
        AveragedWeights average = new(network, 0.25);
        double expected = 8;
        foreach ((double weight, double share) in new[] { (4.0, 2 / 11.0), (2, 0.25), (1, 0.25) })
        {
            network.Weights.Values.fill_(weight);
            average.Follow();
            expected = (share * expected) + ((1 - share) * weight);
        }

        average.Swap();
        Assert.AreEqual(expected, OnnxRun.Values(network.Weights.Values)[0], 1e-5);
        average.Swap();
        Assert.AreEqual(1, OnnxRun.Values(network.Weights.Values)[0]);
    }

    [TestMethod]
    public void Fit_WithAverages_IsCalmerAtAHighRate()
    {
        IDataView data = ToyData.Regression(_ml, rows: 600), test = ToyData.Regression(_ml, rows: 600, seed: 2);
        MlpOptions restless = new() { HiddenLayerSizes = [16], NumberOfEpochs = 20, LearningRate = 0.05, LearningRateSchedule = LearningRateSchedule.Constant, EarlyStoppingPatience = 0, Dropout = 0, Seed = 1 };
        double[] Losses(double averaging)
        {
            using DeepTransformer model = _ml.Regression.Trainers.Mlp(restless with { WeightAveraging = averaging }).Fit(data, test);
            return [.. model.TrainingHistory.Epochs.Skip(10).Select(epoch => epoch.ValidationLoss!.Value)];
        }

        double[] plain = Losses(0), averaged = Losses(0.95);
        Assert.IsLessThan(plain.Average(), averaged.Average());
        Assert.IsLessThan(0.5 * Restlessness(plain), Restlessness(averaged));
    }

    [TestMethod]
    public void Scores_AreThoseOfTheAverageThatWasMeasured()
    {
        IDataView data = ToyData.Regression(_ml);
        MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 3, WeightAveraging = 0.9, Seed = 1 };
        using DeepTransformer model = _ml.Regression.Trainers.Mlp(options).Fit(data, data);

        double[] labels = [.. data.GetColumn<float>("Label").Select(label => (double)label)];
        double variance = labels.Average(label => Math.Pow(label - labels.Average(), 2));
        double loss = Scores.Of(model, data).Zip(labels, (score, label) => Math.Pow(score - label, 2)).Average() / variance;
        Assert.AreEqual(model.TrainingHistory.Epochs[model.TrainingHistory.BestEpoch - 1].ValidationLoss!.Value, loss, 1e-5);
    }

    [TestMethod]
    [DataRow("WeightAveraging", 0.9, "0 for features that are mostly zero and for tokens, of whose weights a step trains only some")]
    [DataRow("BatchesPerStep", 2, "1 for features that are mostly zero and for tokens, of whose weights a step trains only some; a larger BatchSize does the same")]
    public void Tables_OfWhichAStepTrainsSomeRows_AreRefused(string name, object value, string expectation)
    {
        MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 1 };
        options = name == "WeightAveraging" ? options with { WeightAveraging = (double)value } : options with { BatchesPerStep = (int)value };

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.BinaryClassification.Trainers.Mlp(options).Fit(SparseData.Of(TaskKind.BinaryClassification, _ml, rows: 100)));

        Assert.AreEqual(new ArgumentOutOfRangeException(name, value, $"{name} must be {expectation}.").Message, error.Message);
    }

    private static double Restlessness(double[] losses) => losses.Zip(losses.Skip(1), (one, next) => Math.Abs(next - one)).Average();
}
