namespace MLNetDeep.Tests;

/// <summary>Metrics of epochs are those that ML.NET's evaluators have of the same rows.</summary>
[TestClass]
public sealed class MetricTests
{
    private static readonly MlpOptions s_small = new() { HiddenLayerSizes = [8], NumberOfEpochs = 3, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Metrics_OfTwoClasses_AreThoseOfMLNet()
    {
        IDataView train = ToyData.Binary(_ml), test = ToyData.Binary(_ml, rows: 333, seed: 2);
        MlpOptions options = s_small with { Metrics = ["Accuracy", "AreaUnderRocCurve", "F1Score", "LogLoss"] };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(train, test);

        CalibratedBinaryClassificationMetrics expected = _ml.BinaryClassification.Evaluate(model.Transform(test));
        AssertMetrics(model, ("Accuracy", expected.Accuracy), ("AreaUnderRocCurve", expected.AreaUnderRocCurve), ("F1Score", expected.F1Score), ("LogLoss", expected.LogLoss));
    }

    [TestMethod]
    public void Metrics_OfSeveralClasses_AreThoseOfMLNet()
    {
        IDataView train = ToyData.Multiclass(_ml), test = ToyData.Multiclass(_ml, rows: 333, seed: 2);
        MlpOptions options = s_small with { Metrics = ["MicroAccuracy", "MacroAccuracy", "LogLoss"] };
        using DeepTransformer model = _ml.MulticlassClassification.Trainers.Mlp(options).Fit(train, test);

        MulticlassClassificationMetrics expected = _ml.MulticlassClassification.Evaluate(model.Transform(test));
        AssertMetrics(model, ("MicroAccuracy", expected.MicroAccuracy), ("MacroAccuracy", expected.MacroAccuracy), ("LogLoss", expected.LogLoss));
    }

    [TestMethod]
    public void Metrics_OfNumbers_AreThoseOfMLNet()
    {
        IDataView train = ToyData.Regression(_ml), test = ToyData.Regression(_ml, rows: 333, seed: 2);
        MlpOptions options = s_small with { Metrics = ["RSquared", "RootMeanSquaredError", "MeanAbsoluteError"] };
        using DeepTransformer model = _ml.Regression.Trainers.Mlp(options).Fit(train, test);

        RegressionMetrics expected = _ml.Regression.Evaluate(model.Transform(test));
        AssertMetrics(model, ("RSquared", expected.RSquared), ("RootMeanSquaredError", expected.RootMeanSquaredError), ("MeanAbsoluteError", expected.MeanAbsoluteError));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Metrics_CountRowsByWeight(TrainerCase trainer)
    {
        string name = trainer.Task switch { TaskKind.BinaryClassification => "Accuracy", TaskKind.MulticlassClassification => "MicroAccuracy", _ => "RSquared" };
        IDataView data = trainer.Data(_ml, weight: row => row % 4);
        DeepTrainerOptions options = trainer.Small with { Metrics = [name], ExampleWeightColumnName = "Weight" };
        using DeepTransformer model = trainer.Create(_ml, options).Fit(data, data);

        foreach (EpochReport epoch in model.TrainingHistory.Epochs)
        {
            Assert.AreEqual(epoch.ValidationMetric!.Value, Assert.ContainsSingle(epoch.Metrics).Value, 1e-4); // by other sums
        }
    }

    [TestMethod]
    public void Area_WithEqualScores_CountsHalf()
    {
        MLContext ml = new(seed: 1);
        ToyRow<bool>[] rows = [.. ToyData.Rows(200, 1, ToyData.Sign).Select(row => new ToyRow<bool>([MathF.Round(row.Features[0])], row.Label))]; // three values
        IDataView data = ToyData.View(ml, rows);
        using DeepTransformer model = ml.BinaryClassification.Trainers.Mlp(s_small with { Metrics = ["AreaUnderRocCurve"] }).Fit(data, data);

        Assert.HasCount(3, model.Transform(data).GetColumn<float>("Score").Distinct());
        AssertMetrics(model, ("AreaUnderRocCurve", ml.BinaryClassification.Evaluate(model.Transform(data)).AreaUnderRocCurve));
    }

    [TestMethod]
    [DataRow("AreaUnderRocCurve", true)]
    [DataRow("LogLoss", false)]
    public void EarlyStoppingMetric_DecidesWhichEpochIsBest(string name, bool isHigherBetter)
    {
        IDataView train = ToyData.View(_ml, ToyData.Rows(200, 1, features => features[0] + features[3] > 0)), test = ToyData.Binary(_ml, seed: 2); // by another rule
        MlpOptions options = s_small with { NumberOfEpochs = 25, EarlyStoppingPatience = 0, LearningRate = 0.01, EarlyStoppingMetric = name };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(train, test);

        double[] values = [.. model.TrainingHistory.Epochs.Select(epoch => epoch.Metrics.Single(metric => metric.Name == name).Value)];
        double best = isHigherBetter ? values.Max() : values.Min();
        Assert.AreEqual(Array.IndexOf(values, best) + 1, model.TrainingHistory.BestEpoch);
        CalibratedBinaryClassificationMetrics kept = _ml.BinaryClassification.Evaluate(model.Transform(test));
        Assert.AreEqual(best, isHigherBetter ? kept.AreaUnderRocCurve : kept.LogLoss, 1e-5);
    }

    [TestMethod]
    public void EarlyStoppingMetric_ThatDoesNotImprove_EndsTraining()
    {
        MlpOptions options = s_small with { NumberOfEpochs = 30, EarlyStoppingPatience = 4, EarlyStoppingMetric = "constant" };
        using DeepTransformer model = _ml.Regression.Trainers.Mlp(options).WithMetric("constant", (_, _) => 7).Fit(ToyData.Regression(_ml));

        Assert.AreEqual(StopReason.EarlyStopping, model.TrainingHistory.StopReason);
        Assert.AreEqual(1, model.TrainingHistory.BestEpoch);
        Assert.HasCount(5, model.TrainingHistory.Epochs);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void WithMetric_IsAskedOfAllValidationRows(bool isHigherBetter)
    {
        long rows = 0;
        int epoch = 0;
        MlpOptions options = s_small with { NumberOfEpochs = 5, EarlyStoppingMetric = "epoch" };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).WithMetric("epoch", (outputs, targets) =>
        {
            rows = outputs.size(0);
            Assert.AreEqual(rows, targets.size(0));
            return ++epoch;
        }, isHigherBetter).Fit(ToyData.Binary(_ml), ToyData.Binary(_ml, rows: 77));

        Assert.AreEqual(77, rows);
        Assert.AreSequenceEqual([1.0, 2, 3, 4, 5], model.TrainingHistory.Epochs.Select(report => report.Metrics.Single().Value));
        Assert.AreEqual(isHigherBetter ? 5 : 1, model.TrainingHistory.BestEpoch);
    }

    [TestMethod]
    public void Metrics_WithoutValidationRows_AreNotMeasured()
    {
        MlpOptions options = s_small with { ValidationFraction = 0, Metrics = ["LogLoss"], EarlyStoppingMetric = "Accuracy" };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(ToyData.Binary(_ml));

        Assert.IsTrue(model.TrainingHistory.Epochs.All(epoch => epoch.Metrics.Count == 0));
        Assert.AreEqual(3, model.TrainingHistory.BestEpoch);
    }

    [TestMethod]
    public void Metrics_OfUnknownNames_AreRefused()
    {
        void AssertRefused(MlpOptions options, string expected) => Assert.AreEqual(expected, Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Regression.Trainers.Mlp(options).WithMetric("own", (_, _) => 0).Fit(ToyData.Regression(_ml))).Message.ReplaceLineEndings(" "));

        AssertRefused(s_small with { Metrics = ["Accuracy"] }, "Metrics must be of RSquared, RootMeanSquaredError, MeanAbsoluteError, own. (Parameter 'Metrics') Actual value was Accuracy.");
        AssertRefused(s_small with { EarlyStoppingMetric = "auc" }, "EarlyStoppingMetric must be of RSquared, RootMeanSquaredError, MeanAbsoluteError, own. (Parameter 'EarlyStoppingMetric') Actual value was auc.");
        ArgumentOutOfRangeException twice = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Regression.Trainers.Mlp(s_small).WithMetric("RSquared", (_, _) => 0).Fit(ToyData.Regression(_ml)));
        Assert.AreEqual("WithMetric must be given a name of its own for each metric. (Parameter 'WithMetric') Actual value was RSquared.", twice.Message.ReplaceLineEndings(" "));
    }

    private static void AssertMetrics(DeepTransformer model, params (string Name, double Value)[] expected)
    {
        IReadOnlyList<MetricValue> actual = model.TrainingHistory.Epochs[model.TrainingHistory.BestEpoch - 1].Metrics;
        Assert.AreSequenceEqual(expected.Select(metric => metric.Name), actual.Select(metric => metric.Name));
        foreach (((string name, double value), MetricValue measured) in expected.Zip(actual))
        {
            Assert.AreEqual(value, measured.Value, 1e-5 * Math.Max(1, Math.Abs(value)), name);
        }
    }
}
