using Microsoft.ML.Transforms;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class BlockEngineTests
{
    private static readonly PredictionEngineOptions s_shared = new() { OwnsTransformer = false };
    private readonly MLContext _ml = new();

    [TestMethod]
    public void Predict_OfBlocksOfAnySize_GivesWhatAnEngineGives()
    {
        using DeepTransformer network = ToyNetwork.Create(width: 32);
        AssertEqual<ToyRow, ScoreRow>(network, ToyRow.Rows(20), (expected, actual) => Assert.AreEqual(expected.Score, actual.Score, 1e-5f));
    }

    [TestMethod]
    public void Predict_WithStepsBeforeAndBehindTheNetwork_GivesWhatAnEngineGives()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable([new Parts(1, 2, 3)]);
        ColumnConcatenatingTransformer before = _ml.Transforms.Concatenate("Features", "A", "B", "C").Fit(rows);
        using DeepTransformer network = ToyModel.Multiclass();
        KeyToValueMappingTransformer behind = _ml.Transforms.Conversion.MapKeyToValue("Word", "PredictedLabel").Fit(network.Transform(before.Transform(rows)));
        TransformerChain<ITransformer> inner = new(before, network);
        TransformerChain<ITransformer> chain = new(inner, behind);
        Parts[] parts = [.. Enumerable.Range(0, 9).Select(number => new Parts(number % 3, number % 2, 1))];
        AssertEqual<Parts, Named>(chain, parts, (expected, actual) =>
        {
            Assert.AreEqual(expected.Word, actual.Word);
            Assert.AreEqual(expected.A, actual.A);
            Assert.AreSequenceEqual(expected.Score.Select(score => MathF.Round(score, 5)), actual.Score.Select(score => MathF.Round(score, 5)));
        });
    }

    [TestMethod]
    public void Create_OfAModelWithoutNetwork_IsNone()
    {
        ITransformer model = _ml.Transforms.CopyColumns("Score", "Number").Fit(ToyRow.View(1));
        Assert.IsNull(BlockEngine<ToyRow, ScoreRow>.Create(_ml, model, 64));
    }

    [TestMethod]
    public void Predict_BehindARowThatCannotBeRead_Recovers()
    {
        using DeepTransformer network = ToyModel.Regression();
        using BlockEngine<ToyRow, ScoreRow> block = BlockEngine<ToyRow, ScoreRow>.Create(_ml, network, 8)!;
        ScoreRow[] scores = new ScoreRow[2];
        Assert.Throws<Exception>(() => block.Predict([ToyRow.Row(1), new ToyRow { Features = [1] }], scores));
        block.Predict([ToyRow.Row(1), ToyRow.Row(2)], scores);
        Assert.AreEqual(ToyModel.Linear(ToyRow.FeaturesOf(2)), scores[1].Score);
    }

    private void AssertEqual<TIn, TOut>(ITransformer model, TIn[] rows, Action<TOut, TOut> assert)
        where TIn : class
        where TOut : class, new()
    {
        using PredictionEngine<TIn, TOut> engine = _ml.Model.CreatePredictionEngine<TIn, TOut>(model, s_shared);
        using BlockEngine<TIn, TOut> block = BlockEngine<TIn, TOut>.Create(_ml, model, rows.Length)!;
        Assert.AreEqual(rows.Length, block.Capacity);
        TOut[] predictions = new TOut[rows.Length];
        foreach (int count in (int[])[rows.Length, 1, 3])
        {
            block.Predict(rows.AsSpan(rows.Length - count), predictions);
            for (int row = 0; row < count; row++)
            {
                assert(engine.Predict(rows[rows.Length - count + row]), predictions[row]);
            }
        }
    }

    private sealed record Parts(float A, float B, float C);

    private sealed class Named
    {
        public float A { get; set; }
        public string Word { get; set; } = "";
        public float[] Score { get; set; } = [];
    }
}
