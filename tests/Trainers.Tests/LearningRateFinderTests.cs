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
    public void Curve_WithOneSeed_IsTheSame()
    {
        DeepTrainer trainer = _ml.BinaryClassification.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [8], Seed = 1 });

        Assert.AreSequenceEqual(trainer.FindLearningRate(ToyData.Binary(_ml)).Points, trainer.FindLearningRate(ToyData.Binary(_ml)).Points);
    }

    [TestMethod]
    public void FindLearningRate_WithoutData_IsRefused() =>
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Regression.Trainers.Mlp().FindLearningRate(null!));
}
