namespace MLNetDeep.Tests;

/// <summary>ML.NET's own ways to wide features, beside numbers, from text columns to scores.</summary>
[TestClass]
public sealed class SparsePipelineTests
{
    private static readonly MlpOptions s_options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 1, LearningRate = 0.02, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<string> Names => CategoricalData.Wide.Keys;

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Fit_OfWideCategoriesBesideNumbers_IsSparseAndLearns(string name)
    {
        using TransformerChain<DeepTransformer> model = Fit(name, rows: 10_000, s_options with { NumberOfEpochs = 15 });

        double learned = _ml.BinaryClassification.Evaluate(model.Transform(CategoricalData.View(_ml, rows: 5000, seed: 2))).AreaUnderRocCurve;

        Assert.IsTrue(SparseData.IsSparse(model.LastTransformer));
        Assert.IsGreaterThan(0.9, learned); // the numbers tell nothing: 0.5
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Model_SavedAndLoaded_GivesEqualScores(string name)
    {
        IDataView data = CategoricalData.View(_ml, 300, seed: 2);
        using TransformerChain<DeepTransformer> model = Fit(name);
        using MemoryStream stream = new();
        _ml.Model.Save(model, data.Schema, stream);
        float[] scores = Scores.Of(model, data);

        stream.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(stream, out _);
        using DeepTransformer network = new(DeepModel.Load(stream));

        BitAssert.AreEqual(scores, Scores.Of(loaded, data));
        BitAssert.AreEqual(scores, Scores.Of(network, Features(model, data)));
        ((IDisposable)loaded).Dispose();
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void OnnxFile_OfASparseModel_GivesTheSameScoresByOnnxRuntimeAlone(string name)
    {
        using TransformerChain<DeepTransformer> model = Fit(name);
        IDataView features = Features(model, CategoricalData.View(_ml, 64, seed: 2));

        float[] expected = WholeGraph.Scores(model.LastTransformer, features), actual = Scores.OfColumn(model.LastTransformer.Transform(features), "Score");

        AssertClose(expected, actual);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void PredictionEngine_FromTextColumns_GivesTheScoresOfTransform(string name)
    {
        using TransformerChain<DeepTransformer> model = Fit(name);
        using PredictionEngine<Purchase, Verdict> engine =
            _ml.Model.CreatePredictionEngine<Purchase, Verdict>(model, new PredictionEngineOptions { OwnsTransformer = false });

        float[] scores = Scores.OfColumn(model.Transform(CategoricalData.View(_ml, 300, seed: 2)), "Score");
        float[] oneByOne = [.. CategoricalData.Rows(300, seed: 2).Select(purchase => engine.Predict(purchase).Score)];

        AssertClose(scores, oneByOne);
    }

    [TestMethod]
    public void Fit_OfFewCategoriesBesideNumbers_IsDense()
    {
        IDataView data = CategoricalData.View(_ml, 500);
        using TransformerChain<DeepTransformer> model = CategoricalData.Narrow(_ml).Append(_ml.BinaryClassification.Trainers.Mlp(s_options)).Fit(data);

        Assert.IsFalse(SparseData.IsSparse(model.LastTransformer));
    }

    private TransformerChain<DeepTransformer> Fit(string name) => Fit(name, rows: 5000, s_options);

    private TransformerChain<DeepTransformer> Fit(string name, int rows, MlpOptions options) =>
        CategoricalData.Wide[name](_ml).Append(_ml.BinaryClassification.Trainers.Mlp(options)).Fit(CategoricalData.View(_ml, rows));

    private static IDataView Features(TransformerChain<DeepTransformer> model, IDataView data) =>
        new TransformerChain<ITransformer>([.. model.SkipLast(1)]).Transform(data);

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        Assert.IsLessThan(1e-5 * expected.Max(Math.Abs), expected.Zip(actual, (one, other) => Math.Abs(one - other)).Max());
    }

    private sealed class Verdict
    {
        public float Score { get; set; }
    }
}
