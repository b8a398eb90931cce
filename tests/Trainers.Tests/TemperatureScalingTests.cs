using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class TemperatureScalingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(1, 3.0)]
    [DataRow(1, 0.5)]
    [DataRow(4, 3.0)]
    [DataRow(4, 0.5)]
    public void Temperature_OfOutputsThatWereMultiplied_IsTheFactor(int outputs, double factor)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor logits = random.Normal(1.5, 20_000, outputs);
        Tensor labels = outputs == 1
            ? random.Uniform(20_000).lt(logits.sigmoid().squeeze(1)).to(ScalarType.Float32) // as the probabilities say
            : logits.softmax(1).multinomial(1, generator: random.Host).squeeze(1);

        CalibrationReport report = new TemperatureScaling(new ScoredRows(logits * factor, labels, ones(20_000))).Run();

        Assert.AreEqual(factor, report.Temperature, 0.1 * factor);
        Assert.IsGreaterThan(0.03, report.ErrorBefore);
        Assert.IsLessThan(0.015, report.ErrorAfter);
    }

    [TestMethod]
    public void Error_OfBins_IsThatOfItsDefinition()
    {
        using DisposeScope scope = NewDisposeScope();
        float Logit(double probability) => (float)Math.Log(probability / (1 - probability));
        Tensor outputs = tensor([Logit(0.95), Logit(0.95), Logit(0.05), Logit(0.6)]).unsqueeze(1), labels = tensor(new float[] { 1, 0, 0, 0 });

        CalibrationReport report = new TemperatureScaling(new ScoredRows(outputs, labels, tensor(new float[] { 2, 1, 1, 4 }))).Run();

        // The bin of 0.95 has accuracy 3/4 and half of the weight, that of 0.6 accuracy 0 and the other half.
        Assert.AreEqual((0.5 * (0.95 - 0.75)) + (0.5 * 0.6), report.ErrorBefore, 1e-6);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Classifiers), typeof(TrainerCase))]
    public void Fit_ThatCalibrates_HasALowerLogLossAndTheSamePredictions(TrainerCase trainer)
    {
        IDataView train = trainer.Data(_ml, rows: 120), test = trainer.Data(_ml, seed: 2);
        DeepTrainerOptions sure = trainer.Small with { NumberOfEpochs = 60, LearningRate = 0.02, Dropout = 0, EarlyStoppingMetric = "last" };
        DeepTransformer Fit(DeepTrainerOptions options)
        {
            int epoch = 0; // what is learned by heart is too sure
            return trainer.Create(_ml, options).WithMetric("last", (_, _) => ++epoch).Fit(train, test);
        }
        using DeepTransformer plain = Fit(sure), calibrated = Fit(sure with { CalibrateProbabilities = true });

        CalibrationReport report = calibrated.TrainingHistory.Calibration!;
        Assert.IsNull(plain.TrainingHistory.Calibration);
        Assert.AreNotEqual(1, report.Temperature, 0.01);
        Assert.IsLessThan(LogLoss(trainer, plain, test), LogLoss(trainer, calibrated, test));
        string[] Predicted(DeepTransformer model) => [.. trainer.Task == TaskKind.BinaryClassification
            ? model.Transform(test).GetColumn<bool>("PredictedLabel").Select(label => $"{label}")
            : model.Transform(test).GetColumn<uint>("PredictedLabel").Select(label => $"{label}")];
        Assert.AreSequenceEqual(Predicted(plain), Predicted(calibrated));
        foreach ((float ofBlock, float ofRow) in Scores.Of(calibrated, test).Zip(OneByOne.Scores(_ml, calibrated, test)))
        {
            Assert.AreEqual(ofBlock, ofRow, 1e-4f * Math.Max(1, Math.Abs(ofBlock)));
        }
    }

    [TestMethod]
    public void Calibration_WithoutValidationRows_IsWarnedOf()
    {
        MessageLog log = new(_ml);
        MlpOptions options = new() { HiddenLayerSizes = [4], NumberOfEpochs = 1, ValidationFraction = 0, CalibrateProbabilities = true };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(ToyData.Binary(_ml));

        Assert.IsNull(model.TrainingHistory.Calibration);
        Assert.AreSequenceEqual(
            ["CalibrateProbabilities is set, but no rows are held out: probabilities stay as they are. Set ValidationFraction, or give validation data to Fit."], log.Warnings.ToArray());
    }

    private double LogLoss(TrainerCase trainer, DeepTransformer model, IDataView test) => trainer.Task == TaskKind.BinaryClassification
        ? _ml.BinaryClassification.Evaluate(model.Transform(test)).LogLoss
        : _ml.MulticlassClassification.Evaluate(model.Transform(test)).LogLoss;
}
