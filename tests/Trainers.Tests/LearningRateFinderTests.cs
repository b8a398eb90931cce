namespace MLNetDeep.Tests;

[TestClass]
public sealed class LearningRateFinderTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Curve_RisesUntilTheLossExplodes(TrainerCase trainer)
    {
        LearningRateCurve curve = trainer.Create(_ml, trainer.Small with { GradientClipNorm = 0, Optimizer = Optimizer.Sgd }).FindLearningRate(trainer.Data(_ml));

        double[] rates = [.. curve.Points.Select(point => point.LearningRate)];
        Assert.IsInRange(20, 100, rates.Length);
        Assert.AreEqual(1e-7, rates[0], 1e-12);
        Assert.AreSequenceEqual(rates.Order(), rates);
        Assert.IsInRange(1e-7, 1, curve.Suggestion);
        Assert.AreEqual(curve.Points.MinBy(point => point.Loss)!.LearningRate / 10, curve.Suggestion, 1e-12);
    }

    [TestMethod]
    public void Suggestion_TrainsBetterThanRatesFarOff()
    {
        IDataView data = ToyData.Regression(_ml);
        MlpOptions options = new() { HiddenLayerSizes = [16], NumberOfEpochs = 10, Seed = 1 };
        double suggestion = _ml.Regression.Trainers.Mlp(options).FindLearningRate(data).Suggestion;
        double Loss(double rate)
        {
            using DeepTransformer model = _ml.Regression.Trainers.Mlp(options with { LearningRate = rate }).Fit(data);
            return model.TrainingHistory.Epochs.Min(epoch => epoch.ValidationLoss!.Value);
        }

        Assert.IsInRange(1e-4, 0.5, suggestion);
        Assert.IsLessThan(Loss(suggestion / 300), Loss(suggestion));
        Assert.IsLessThan(Loss(suggestion * 300), Loss(suggestion));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Curve_IsTheSmoothedLossOfEachStep_UntilFourTimesTheLowest(int batchesPerStep)
    {
        double Loss(int batch) => batch < 20 ? 3 - (0.1 * batch) : batch;
        int batches = 0;
        MlpOptions options = new() { HiddenLayerSizes = [8], BatchSize = 36, BatchesPerStep = batchesPerStep, Seed = 1 }; // ten batches an epoch
        LearningRateCurve curve = _ml.Regression.Trainers.Mlp(options).WithLoss((outputs, _) => outputs.squeeze(-1).mul(0).add(Loss(batches++))).FindLearningRate(ToyData.Regression(_ml));

        List<double> expected = [];
        double kept = 0;
        while (expected.Count == 0 || expected[^1] < 4 * expected.Min())
        {
            kept = (0.9 * kept) + (0.1 * Loss((batchesPerStep * (expected.Count + 1)) - 1)); // of the batch that ends a step
            expected.Add(kept / (1 - Math.Pow(0.9, expected.Count + 1)));
        }
        Assert.HasCount(expected.Count, curve.Points);
        Assert.IsLessThan(100, expected.Count);
        Assert.IsLessThan(1e-5, expected.Zip(curve.Points, (one, point) => Math.Abs(one - point.Loss)).Max());
        Assert.AreEqual(batchesPerStep * expected.Count, batches);
    }

    [TestMethod]
    public void Curve_WithOneSeed_IsTheSame()
    {
        DeepTrainer trainer = _ml.BinaryClassification.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [8], Seed = 1 });

        Assert.AreSequenceEqual(trainer.FindLearningRate(ToyData.Binary(_ml)).Points, trainer.FindLearningRate(ToyData.Binary(_ml)).Points);
    }

    [TestMethod]
    public void FindLearningRate_WithoutData_IsRefused() =>
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Regression.Trainers.Mlp().FindLearningRate(null!));
}
