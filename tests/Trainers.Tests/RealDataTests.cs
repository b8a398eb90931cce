namespace MLNetDeep.Tests;

/// <summary>What default options reach on public data, with missing numbers as they come.</summary>
[TestClass]
public sealed class RealDataTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Adult_WithDefaults_IsToldApart()
    {
        (IDataView train, IDataView test) = RealData.Adult(_ml);

        Assert.IsGreaterThanOrEqualTo(0.908, Enumerable.Range(1, 3).Average(seed => Auc(train, test, new MlpOptions { Seed = seed }))); // from seed to seed it differs by 0.001
    }

    [TestMethod]
    public void Adult_InBFloat16_IsToldApartAsWell()
    {
        (IDataView train, IDataView test) = RealData.Adult(_ml);
        PrecisionTests.NeedsBFloat16();

        Assert.IsGreaterThanOrEqualTo(Auc(train, test, new MlpOptions()) - 0.002, Auc(train, test, new MlpOptions { Precision = Precision.BFloat16 }));
    }

    [TestMethod]
    public void Digits_WithDefaults_AreRead()
    {
        (IDataView train, IDataView test) = RealData.Digits(_ml);
        using DeepTransformer model = _ml.MulticlassClassification.Trainers.Mlp().Fit(train);
        Assert.IsGreaterThanOrEqualTo(0.965, _ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy);
    }

    [TestMethod]
    public void CaliforniaHousing_WithDefaults_IsPriced()
    {
        (IDataView train, IDataView test) = RealData.CaliforniaHousing(_ml);
        using DeepTransformer model = _ml.Regression.Trainers.Mlp().Fit(train);
        Assert.IsGreaterThanOrEqualTo(0.79, _ml.Regression.Evaluate(model.Transform(test)).RSquared);
    }

    [TestMethod]
    [TestCategory("Slow")] // 85,000 rows: one to two minutes
    public void TaxiFares_WithDefaults_AreForeseen()
    {
        (IDataView train, IDataView test) = RealData.TaxiFares(_ml);
        using DeepTransformer model = _ml.Regression.Trainers.Mlp().Fit(train);
        Assert.IsGreaterThanOrEqualTo(0.73, _ml.Regression.Evaluate(model.Transform(test)).RSquared);
    }

    [TestMethod]
    public void Sentences_WithDefaults_AreJudged()
    {
        (IDataView train, IDataView test) = RealData.Sentences(_ml);
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp().Fit(train);
        Assert.IsGreaterThanOrEqualTo(0.80, _ml.BinaryClassification.Evaluate(model.Transform(test)).Accuracy);
    }

    [TestMethod]
    public void Iris_InFiveFolds_IsToldApart()
    {
        IEstimator<ITransformer> pipeline = _ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(_ml.MulticlassClassification.Trainers.Mlp());
        IReadOnlyList<TrainCatalogBase.CrossValidationResult<MulticlassClassificationMetrics>> folds =
            _ml.MulticlassClassification.CrossValidate(RealData.Iris(_ml), pipeline, numberOfFolds: 5);
        Assert.IsGreaterThanOrEqualTo(0.93, folds.Average(fold => fold.Metrics.MicroAccuracy));
        foreach (IDisposable model in folds.Select(fold => fold.Model).OfType<IDisposable>())
        {
            model.Dispose();
        }
    }

    private double Auc(IDataView train, IDataView test, MlpOptions options)
    {
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(train);
        return _ml.BinaryClassification.Evaluate(model.Transform(test)).AreaUnderRocCurve;
    }
}
