using System.Globalization;
using System.Text.RegularExpressions;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Wide features that are mostly zero are trained on and scored as what they are, with the scores of dense ones.</summary>
[TestClass]
public sealed class SparseFitTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Cases =>
        from trainer in TrainerCase.All
        from options in (DeepTrainerOptions[])[trainer.Small, Deep(trainer.Small)]
        select new object[] { trainer, options };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Scores_OfSparseRows_AreThoseOfDenseRowsAndOfTheWholeGraph(TrainerCase trainer, DeepTrainerOptions options)
    {
        IDataView sparse = SparseData.Of(trainer.Task, _ml), dense = SparseData.Of(trainer.Task, _ml, isDense: true);
        using DeepTransformer model = trainer.Create(_ml, options).Fit(sparse);
        Assert.IsTrue(IsSparse(model));
        float[] scores = Scores.OfColumn(model.Transform(sparse), "Score");

        BitAssert.AreEqual(scores, Scores.OfColumn(model.Transform(dense), "Score"));
        AssertClose(WholeGraph.Scores(model, dense), scores);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Fit_OfDenseRowsThatAreMostlyZero_GivesTheModelOfSparseRows(TrainerCase trainer)
    {
        using DeepTransformer sparse = trainer.Trainer(_ml).Fit(SparseData.Of(trainer.Task, _ml));
        using DeepTransformer dense = trainer.Trainer(_ml).Fit(SparseData.Of(trainer.Task, _ml, isDense: true));

        Assert.IsTrue(sparse.Model.Graph.Span.SequenceEqual(dense.Model.Graph.Span));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
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
        using DeepTransformer model = TrainerCase.Binary.Single().Create(_ml, new MlpOptions { HiddenLayerSizes = [8], NumberOfEpochs = 1, Seed = 1 }).Fit(train, validation);

        double loss = _ml.BinaryClassification.Evaluate(model.Transform(validation)).LogLoss * Math.Log(2);

        Assert.AreEqual(isSparse, IsSparse(model));
        Assert.AreEqual(model.TrainingHistory.Epochs[0].ValidationLoss!.Value, loss, 1e-5);
    }

    [TestMethod]
    public void Fit_OfNarrowOrFilledRows_IsDense()
    {
        using DeepTransformer narrow = Fit(SparseData.Of(TaskKind.Regression, _ml, width: 1000, rows: 100));
        using DeepTransformer filled = Fit(ToyData.Of(TaskKind.Regression, _ml, rows: 20, featureCount: 2000));
        using DeepTransformer filledAtLength = Fit(ToyData.Of(TaskKind.Regression, _ml, rows: 1100, featureCount: 1024));

        Assert.IsFalse(IsSparse(narrow));
        Assert.IsFalse(IsSparse(filled));
        Assert.IsFalse(IsSparse(filledAtLength));
    }

    [TestMethod]
    public void Fit_OfRowsThatAreAllZero_GivesFiniteScores()
    {
        VBuffer<float> empty = new(3000, 0, [], []);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(SparseRowOf<float>));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3000);
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(label => new SparseRowOf<float>(empty, label)).ToArray(), schema);
        using DeepTransformer model = Fit(data);

        BitAssert.AreFinite(Scores.Of(model, data));
        BitAssert.AreFinite(Scores.Of(model, SparseData.Of(TaskKind.Regression, _ml, width: 3000)));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(30)]
    public void Fit_OfFewRowsThatLoseAlmostAllFeatures_GivesFiniteScores(int rows)
    {
        IDataView data = SparseData.Of(TaskKind.Regression, _ml, rows: rows);
        MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 3, BatchSize = 1, FeatureDropout = 0.99, Seed = 1 };
        using DeepTransformer model = _ml.Regression.Trainers.Mlp(options).Fit(data);

        Assert.IsTrue(IsSparse(model));
        BitAssert.AreFinite(Scores.Of(model, SparseData.Of(TaskKind.Regression, _ml, seed: 2)));
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

    [TestMethod]
    public void Fit_OfAMillionSlots_TrainsThoseThatOccur()
    {
        MessageLog log = new(_ml);
        IDataView data = SparseData.Of(TaskKind.Regression, _ml, width: 1_000_000, rows: 50);
        using DeepTransformer model = _ml.Regression.Trainers
            .Mlp(new MlpOptions { HiddenLayerSizes = [2], Normalization = Normalization.None, NumberOfEpochs = 2 }).Fit(data);

        string weights = Regex.Match(log.Information.Single(line => line.StartsWith("Training on", StringComparison.Ordinal)), @"with (\d+) weights").Groups[1].Value;
        Assert.IsInRange((150 * 2) + 5, (202 * 2) + 5, int.Parse(weights, CultureInfo.InvariantCulture)); // few of 200 words are in none of the rows
        BitAssert.AreFinite(Scores.Of(model, data));
    }

    [TestMethod]
    public void Fit_OfANetworkBeyondProtobufsLimit_IsRefusedBeforeTraining()
    {
        IDataView data = SparseData.Of(TaskKind.Regression, _ml, width: 1_000_000, rows: 20);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.Regression.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [600], Normalization = Normalization.None }).Fit(data));

        Assert.AreEqual(
            "The network does not fit in an ONNX file: protobuf allows 2 GB, the network's 602,001,201 numbers need 2,408,004,804 bytes. Use smaller layers or fewer feature slots.",
            error.Message);
    }

    [TestMethod]
    public void Fit_OfMoreSlotsThanAGraphMayHave_IsRefusedBeforeReading()
    {
        IDataView data = SparseData.Of(TaskKind.Regression, _ml, width: (1 << 24) + 1, rows: 20);
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Fit(data));

        Assert.AreEqual("Schema mismatch for feature column 'Features': expected at most 16777216 slots, got 16777217. Hash to fewer bits, or select features.", error.Message);
    }

    private static MlpOptions Deep(DeepTrainerOptions options) => (MlpOptions)options with { HiddenLayerSizes = [16, 8], NumberOfEpochs = 3 };

    private DeepTransformer Fit(IDataView data) =>
        _ml.Regression.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [8], NumberOfEpochs = 2, Seed = 1 }).Fit(data);

    private static bool IsSparse(DeepTransformer model) => SparseFirstLayer.Of(OnnxReader.Read(model.Model.Graph).Graph) is not null;

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        foreach ((float one, float other) in expected.Zip(actual))
        {
            Assert.AreEqual(one, other, 1e-5 * Math.Max(1, Math.Abs(one)));
        }
    }
}
