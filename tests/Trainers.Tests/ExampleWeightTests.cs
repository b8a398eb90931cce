using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>A row of weight 2 counts as much as two rows.</summary>
[TestClass]
public sealed class ExampleWeightTests
{
    private static readonly float[] s_features = [0.5f, -1, 2, 0.25f, -0.5f, 1, -2, 1.5f];
    private static readonly float[] s_labels = [1, 0, 1, 0];

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Training_WithARowOfWeightTwo_IsTrainingWithTheRowTwice()
    {
        using DisposeScope scope = NewDisposeScope();

        float[] weighted = WeightsAfterTraining(Weighted(2, 1, 1, 1));

        OnnxRun.AssertClose(tensor(WeightsAfterTraining(Repeated(0, 0, 1, 2, 3))), weighted);
        Assert.AreNotEqual(WeightsAfterTraining(Repeated(0, 1, 2, 3))[0], weighted[0], 1e-4f);
    }

    [TestMethod]
    public void Validation_WithARowOfWeightTwo_IsValidationWithTheRowTwice()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Network network = SmallNetwork(random);
        BinaryTask task = new();

        (double loss, double metric) = Evaluation.Of(network, task, Weighted(1, 1, 2, 1), TestBudget.NeverCancelled);

        (double lossOfTwo, double metricOfTwo) = Evaluation.Of(network, task, Repeated(0, 1, 2, 2, 3), TestBudget.NeverCancelled);
        Assert.AreEqual(lossOfTwo, loss, 1e-6);
        Assert.AreEqual(metricOfTwo, metric, 1e-6);
        Assert.AreNotEqual(Evaluation.Of(network, task, Repeated(0, 1, 2, 3), TestBudget.NeverCancelled).Loss, loss, 1e-3);
    }

    [TestMethod]
    public void Weights_ThatAreEqual_ChangeNothingHoweverLarge()
    {
        IDataView data = ToyData.Of(TaskKind.BinaryClassification, _ml, weight: _ => 1000);
        MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 3, Seed = 1 };
        using DeepTransformer unweighted = _ml.BinaryClassification.Trainers.Mlp(options).Fit(data);
        using DeepTransformer weighted = _ml.BinaryClassification.Trainers.Mlp(options with { ExampleWeightColumnName = "Weight" }).Fit(data);

        BitAssert.AreEqual(Scores.Of(unweighted, data), Scores.Of(weighted, data));
    }

    [TestMethod]
    [DataRow("Weight", 0.75f)]
    [DataRow(null, 0.5f)]
    public void Probability_OfEqualRows_IsTheirShareByWeight(string? weightColumn, float expected)
    {
        ToyRow<bool>[] rows = ToyData.Rows(400, 1, _ => false);
        for (int row = 0; row < rows.Length; row += 2)
        {
            rows[row] = new ToyRow<bool>(rows[row + 1].Features, label: true, weight: 3);
        }
        MlpOptions linear = new() { HiddenLayerSizes = [], ExampleWeightColumnName = weightColumn, NumberOfEpochs = 60, LearningRate = 0.05, Seed = 1 };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(linear).Fit(ToyData.View(_ml, rows));

        Assert.AreEqual(expected, model.Transform(ToyData.View(_ml, rows)).GetColumn<float>("Probability").Average(), 0.03f);
    }

    private static float[] WeightsAfterTraining(Rows training)
    {
        MlpOptions oneBatch = new() { NumberOfEpochs = 20, BatchSize = 100, LearningRate = 0.05 };
        using FitRandom random = new(1, CPU);
        Network network = SmallNetwork(random);
        BareFit.Run(network, training, oneBatch, random);
        return OnnxRun.Values(network.Weights.Values);
    }

    private static Network SmallNetwork(FitRandom random) =>
        new(new ActivationLayer(Activation.Relu), [new Dense("hidden", 2, 4, 1, random.Host), new ActivationLayer(Activation.Tanh), new Dense("output", 4, 1, 1, random.Host)], CPU);

    private static Rows Weighted(params float[] weights) => Of(tensor(weights) / weights.Average(), 0, 1, 2, 3);

    private static Rows Repeated(params long[] rows) => Of(weights: null, rows);

    private static Rows Of(Tensor? weights, params long[] rows) => new(new DenseBatches(tensor(s_features, 4, 2)), new RowTargets(tensor(s_labels), weights), tensor(rows));
}
