namespace MLNetDeep.Tests;

/// <summary>Wide features that are mostly zero are trained on and scored as what they are, with the scores of dense ones.</summary>
[TestClass]
public sealed class SparseFitTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Cases =>
        from trainer in TrainerCase.Mlp
        from options in (DeepTrainerOptions[])[trainer.Small, Deep(trainer.Small)]
        select new object[] { trainer, options };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Scores_OfSparseRows_AreThoseOfDenseRowsAndOfTheWholeGraph(TrainerCase trainer, DeepTrainerOptions options)
    {
        IDataView sparse = SparseData.Of(trainer.Task, _ml), dense = SparseData.Of(trainer.Task, _ml, isDense: true);
        using DeepTransformer model = trainer.Create(_ml, options).Fit(sparse);
        Assert.IsTrue(SparseData.IsSparse(model));
        float[] scores = Scores.OfColumn(model.Transform(sparse), "Score");

        BitAssert.AreEqual(scores, Scores.OfColumn(model.Transform(dense), "Score"));
        AssertClose(WholeGraph.Scores(model, dense), scores);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Mlp), typeof(TrainerCase))]
    public void Fit_OfDenseRowsThatAreMostlyZero_GivesTheModelOfSparseRows(TrainerCase trainer)
    {
        using DeepTransformer sparse = trainer.Trainer(_ml).Fit(SparseData.Of(trainer.Task, _ml));
        using DeepTransformer dense = trainer.Trainer(_ml).Fit(SparseData.Of(trainer.Task, _ml, isDense: true));

        Assert.IsTrue(sparse.Model.Graph.Span.SequenceEqual(dense.Model.Graph.Span));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Mlp), typeof(TrainerCase))]
    public void Fit_OfSparseRows_LearnsFromWordsAndNumbers(TrainerCase trainer)
    {
        IDataView train = SparseData.Of(trainer.Task, _ml, rows: 3000), test = SparseData.Of(trainer.Task, _ml, seed: 2);
        using DeepTransformer model = trainer.Create(_ml, trainer.Small with { NumberOfEpochs = 15, LearningRate = 0.02 }).Fit(train, test);

        Assert.IsGreaterThan(0.7, model.TrainingHistory.Epochs[^1].ValidationMetric!.Value);
    }

    [TestMethod]
    public void Fit_OfSparseRows_KeepsTheBestEpochsWeights()
    {
        IDataView train = SparseData.Of(TaskKind.BinaryClassification, _ml, rows: 100), validation = SparseData.Of(TaskKind.BinaryClassification, _ml, seed: 2);
        MlpOptions options = new() { HiddenLayerSizes = [16], Normalization = Normalization.None, NumberOfEpochs = 30, EarlyStoppingPatience = 0, LearningRate = 0.03, Seed = 1 };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(train, validation);
        TrainingHistory history = model.TrainingHistory;
        Assert.IsLessThan(30, history.BestEpoch); // a hundred rows are soon learned by heart

        double loss = _ml.BinaryClassification.Evaluate(model.Transform(validation)).LogLoss * Math.Log(2);

        Assert.AreEqual(history.Epochs[history.BestEpoch - 1].ValidationLoss!.Value, loss, 1e-5);
        Assert.AreNotEqual(history.Epochs[^1].ValidationLoss!.Value, loss, 0.01);
    }

    [TestMethod]
    [DataRow(10, 100, true)]
    [DataRow(100, 10, false)]
    public void Fit_WithValidationRowsOfAnotherDensity_MeasuresThem(int words, int wordsOfValidation, bool isSparse)
    {
        IDataView train = SparseData.Of(TaskKind.BinaryClassification, _ml, width: 1100, words: words);
        IDataView validation = SparseData.Of(TaskKind.BinaryClassification, _ml, width: 1100, words: wordsOfValidation, seed: 2);
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [8], NumberOfEpochs = 1, Seed = 1 }).Fit(train, validation);

        double loss = _ml.BinaryClassification.Evaluate(model.Transform(validation)).LogLoss * Math.Log(2);

        Assert.AreEqual(isSparse, SparseData.IsSparse(model));
        Assert.AreEqual(model.TrainingHistory.Epochs[0].ValidationLoss!.Value, loss, 1e-5);
    }

    [TestMethod]
    public void Fit_OfNarrowOrFilledRows_IsDense()
    {
        using DeepTransformer narrow = Fit(SparseData.Of(TaskKind.Regression, _ml, width: 1000, rows: 100));
        using DeepTransformer filled = Fit(ToyData.Of(TaskKind.Regression, _ml, rows: 20, featureCount: 2000));
        using DeepTransformer filledAtLength = Fit(ToyData.Of(TaskKind.Regression, _ml, rows: 1100, featureCount: 1024));

        Assert.IsFalse(SparseData.IsSparse(narrow));
        Assert.IsFalse(SparseData.IsSparse(filled));
        Assert.IsFalse(SparseData.IsSparse(filledAtLength));
    }

    [TestMethod]
    public void Scores_OfFeaturesThatTrainingNeverHad_AreThoseOfRowsWithoutThem()
    {
        using DeepTransformer model = Fit(SparseData.Of(TaskKind.Regression, _ml, width: 5000, vocabulary: 100));
        HashSet<int> known = [.. Enumerable.Range(0, 100).Select(index => index * 4998 / 100), 4998, 4999];
        IDataView other = SparseData.Of(TaskKind.Regression, _ml, width: 5000, vocabulary: 77, seed: 3);
        IDataView without = SparseData.Of(TaskKind.Regression, _ml, width: 5000, vocabulary: 77, seed: 3, known: known);

        BitAssert.AreEqual(Scores.Of(model, without), Scores.Of(model, other));
    }

    [TestMethod]
    [DataRow(10, false)]
    [DataRow(60, true)]
    public void FeatureDropout_ByDefault_ActsOnRowsOfManyNumbers(int words, bool differ)
    {
        IDataView data = SparseData.Of(TaskKind.BinaryClassification, _ml, words: words);
        MlpOptions options = new() { HiddenLayerSizes = [8], Normalization = Normalization.None, Dropout = 0, NumberOfEpochs = 1, LearningRate = 1e-30, Seed = 1 };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(data, data);
        EpochReport report = model.TrainingHistory.Epochs[0];

        Assert.AreEqual(differ, Math.Abs(report.TrainingLoss - report.ValidationLoss!.Value) > 1e-3);
    }

    private static MlpOptions Deep(DeepTrainerOptions options) => (MlpOptions)options with { HiddenLayerSizes = [16, 8], NumberOfEpochs = 3 };

    private DeepTransformer Fit(IDataView data) =>
        _ml.Regression.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [8], NumberOfEpochs = 2, Seed = 1 }).Fit(data);

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        foreach ((float one, float other) in expected.Zip(actual))
        {
            Assert.AreEqual(one, other, 1e-5 * Math.Max(1, Math.Abs(one)));
        }
    }
}
