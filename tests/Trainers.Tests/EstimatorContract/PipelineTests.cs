using Microsoft.ML.Calibrators;

namespace MLNetDeep.Tests;

/// <summary>The trainers work wherever ML.NET's own do.</summary>
[TestClass]
public sealed class PipelineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Binary), typeof(TrainerCase))]
    public void Binary_IsCrossValidatedAndEvaluated(TrainerCase trainer)
    {
        IReadOnlyList<TrainCatalogBase.CrossValidationResult<CalibratedBinaryClassificationMetrics>> folds =
            _ml.BinaryClassification.CrossValidate(trainer.Data(_ml), Learning(trainer), numberOfFolds: 3);

        Assert.HasCount(3, folds);
        foreach (TrainCatalogBase.CrossValidationResult<CalibratedBinaryClassificationMetrics> fold in folds)
        {
            Assert.IsGreaterThan(0.7, fold.Metrics.AreaUnderRocCurve);
            Assert.IsLessThan(0.69, fold.Metrics.LogLoss * Math.Log(2)); // that of a coin, in nats
            Dispose(fold.Model);
        }
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Multiclass), typeof(TrainerCase))]
    public void Multiclass_IsCrossValidatedAndEvaluatedWithItsClassNames(TrainerCase trainer)
    {
        IReadOnlyList<TrainCatalogBase.CrossValidationResult<MulticlassClassificationMetrics>> folds =
            _ml.MulticlassClassification.CrossValidate(trainer.Data(_ml), Learning(trainer), numberOfFolds: 3);

        Assert.HasCount(3, folds);
        foreach (TrainCatalogBase.CrossValidationResult<MulticlassClassificationMetrics> fold in folds)
        {
            Assert.IsGreaterThan(0.5, fold.Metrics.MicroAccuracy);
            Assert.IsLessThan(Math.Log(3), fold.Metrics.LogLoss);
            string table = fold.Metrics.ConfusionMatrix.GetFormattedConfusionTable();
            foreach (string name in new[] { "blue", "green", "red" })
            {
                Assert.Contains(name, table);
            }
            Dispose(fold.Model);
        }
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Regression), typeof(TrainerCase))]
    public void Regression_IsCrossValidatedAndEvaluated(TrainerCase trainer)
    {
        foreach (TrainCatalogBase.CrossValidationResult<RegressionMetrics> fold in _ml.Regression.CrossValidate(trainer.Data(_ml), Learning(trainer), numberOfFolds: 3))
        {
            Assert.IsGreaterThan(0.5, fold.Metrics.RSquared);
            Dispose(fold.Model);
        }
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Binary), typeof(TrainerCase))]
    public void PermutationImportance_OfBothForms_PutsTheUsedFeatureFirst(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        using DeepTransformer model = Learning(trainer).Fit(data);

        Assert.AreEqual(0, IndexOfLowest(_ml.BinaryClassification.PermutationFeatureImportance(model, data), metric => metric.Accuracy.Mean));
        Assert.AreEqual("x0", _ml.BinaryClassification.PermutationFeatureImportanceNonCalibrated((ITransformer)model, data).MinBy(metric => metric.Value.Accuracy.Mean).Key);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Multiclass), typeof(TrainerCase))]
    public void PermutationImportance_OfSeveralClasses_PutsAUsedFeatureFirst(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        using DeepTransformer model = Learning(trainer).Fit(data);

        Assert.IsLessThan(2, IndexOfLowest(_ml.MulticlassClassification.PermutationFeatureImportance(model, data), metric => metric.MicroAccuracy.Mean));
        Assert.Contains(
            _ml.MulticlassClassification.PermutationFeatureImportance((ITransformer)model, data).MinBy(metric => metric.Value.MicroAccuracy.Mean).Key,
            (string[])["x0", "x1"]);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Regression), typeof(TrainerCase))]
    public void PermutationImportance_OfANumber_PutsTheUsedFeatureFirst(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        using DeepTransformer model = Learning(trainer).Fit(data);

        Assert.AreEqual(0, IndexOfLowest(_ml.Regression.PermutationFeatureImportance(model, data), metric => metric.RSquared.Mean));
        Assert.AreEqual("x0", _ml.Regression.PermutationFeatureImportance((ITransformer)model, data).MinBy(metric => metric.Value.RSquared.Mean).Key);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Binary), typeof(TrainerCase))]
    public void PlattCalibrator_BehindTheTrainer_ReplacesTheProbability(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        TransformerChain<CalibratorTransformer<PlattCalibrator>> model = Learning(trainer).Append(_ml.BinaryClassification.Calibrators.Platt()).Fit(data);

        CalibratedBinaryClassificationMetrics metrics = _ml.BinaryClassification.Evaluate(model.Transform(data));

        Assert.IsLessThan(0.69, metrics.LogLoss * Math.Log(2));
        Dispose(model);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Multiclass), typeof(TrainerCase))]
    public void MapKeyToValue_OfThePredictedLabel_GivesTheLabelsText(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        TransformerChain<Microsoft.ML.Transforms.KeyToValueMappingTransformer> model =
            Learning(trainer).Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);

        string[] names = [.. model.Transform(data).GetColumn<string>("PredictedLabel").Distinct().Order()];

        Assert.AreSequenceEqual(["blue", "green", "red"], names);
        Dispose(model);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void CacheCheckpoint_BeforeTheTrainer_ChangesNothing(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        using DeepTransformer plain = trainer.Trainer(_ml).Fit(data);
        ITransformer cached = _ml.Transforms.CopyColumns("Copy", "Weight").AppendCacheCheckpoint(_ml).Append(trainer.Trainer(_ml)).Fit(data);

        BitAssert.AreEqual(Scores.Of(plain, data), Scores.Of(cached, data));
        Dispose(cached);
    }

    private DeepTrainer Learning(TrainerCase trainer) => trainer.Create(_ml, trainer.Small with { NumberOfEpochs = 20, LearningRate = 0.01 });

    private static int IndexOfLowest<T>(IReadOnlyList<T> importances, Func<T, double> mean) =>
        Enumerable.Range(0, importances.Count).MinBy(slot => mean(importances[slot]));

    private static void Dispose(ITransformer model) => (model as IDisposable)?.Dispose();
}
