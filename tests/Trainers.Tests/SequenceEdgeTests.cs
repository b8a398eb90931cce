namespace MLNetDeep.Tests;

/// <summary>Text and series at the edge of what makes sense are learned from and scored, with finite scores.</summary>
[TestClass]
public sealed class SequenceEdgeTests
{
    private static readonly RnnOptions s_options = new() { HiddenSize = 8, EmbeddingDimension = 4, NumberOfEpochs = 2, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Backbones => Enum.GetValues<RnnBackbone>().Select(backbone => new object[] { backbone });

    [TestMethod]
    [DynamicData(nameof(Backbones))]
    public void Rows_WithoutAnyToken_GiveOneFiniteScore(RnnBackbone backbone)
    {
        IDataView words = SequenceData.Words(_ml, SequenceData.Text(_ml, "tea", "tea")).Transform(SequenceData.Text(_ml, [.. Enumerable.Repeat("", 40)]));
        using DeepTransformer model = Fit(s_options with { Backbone = backbone }, words);

        float[] scores = Scores.OfColumn(model.Transform(words), "Score");

        BitAssert.AreFinite(scores);
        Assert.HasCount(1, scores.Distinct());
    }

    [TestMethod]
    [DynamicData(nameof(Backbones))]
    public void Vocabulary_OfOneToken_TellsByItsCount(RnnBackbone backbone)
    {
        ITransformer words = SequenceData.Words(_ml, SequenceData.Text(_ml, "tea", "tea"));
        IDataView text = words.Transform(SequenceData.Text(_ml, [.. Enumerable.Range(0, 60).Select(row => string.Join(' ', Enumerable.Repeat("tea", 1 + (row % 2 * 6))))]));
        using DeepTransformer model = Fit(s_options with { Backbone = backbone, Pooling = RnnPooling.Mean }, text);

        Assert.AreEqual(1, model.Model.FeatureCount);
        float[] scores = Scores.OfColumn(model.Transform(text), "Score");
        BitAssert.AreFinite(scores);
        Assert.AreNotEqual(scores[0], scores[1]);
    }

    [TestMethod]
    public void Tokens_NeverSeen_ScoreAsUnknownOnes()
    {
        ITransformer words = SequenceData.Words(_ml, SequenceData.Text(_ml, "good bad", "good bad"));
        IDataView train = words.Transform(SequenceData.Text(_ml, [.. Enumerable.Range(0, 40).Select(row => row % 2 == 0 ? "good" : "bad")]));
        using DeepTransformer model = Fit(s_options, train);

        float[] scores = Scores.OfColumn(model.Transform(words.Transform(SequenceData.Text(_ml, "never heard", "\U0001F375 \u2603", "unheard of", "half a \uD83C pair"))), "Score");

        BitAssert.AreFinite(scores);
        Assert.AreEqual(scores[0], scores[1], 1e-6f);
        Assert.AreEqual(scores[0], scores[2], 1e-6f);
    }

    // Beyond MaximumLength, words are counted and not looked at.
    [TestMethod]
    public void Text_OfTenMegabytes_IsLearnedFromAndScored()
    {
        string huge = string.Join(' ', Enumerable.Repeat("tea \U0001F375 cup", (10 << 20) / 11));
        string[] texts = [huge, .. Enumerable.Range(0, 30).Select(row => row % 2 == 0 ? "tea" : "cup")];
        ITransformer words = SequenceData.Words(_ml, SequenceData.Text(_ml, texts));
        MessageLog log = new(_ml);
        using DeepTransformer model = Fit(s_options with { NumberOfEpochs = 1, MaximumLength = 500 }, words.Transform(SequenceData.Text(_ml, texts)));

        BitAssert.AreFinite(Scores.OfColumn(model.Transform(words.Transform(SequenceData.Text(_ml, texts))), "Score"));
        Assert.IsTrue(log.Warnings.Any(warning => warning.Contains("1 of 31 rows have more than 500 steps", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DynamicData(nameof(Backbones))]
    public void LearningRate_OfAnAbsurdSize_LeavesFiniteScores(RnnBackbone backbone)
    {
        IDataView text = SequenceData.Sentences(_ml, 80, seed: 1);
        foreach (double rate in (double[])[1e3, 1e20, 1e38, 1e300])
        {
            foreach (double fraction in (double[])[0, 0.2])
            {
                using DeepTransformer model = Fit(s_options with { Backbone = backbone, LearningRate = rate, ValidationFraction = fraction }, text);
                BitAssert.AreFinite(Scores.OfColumn(model.Transform(text), "Score"));
            }
        }
    }

    // Masks of words, of numbers between layers and in front of the output, and the order of the batches: all from the seed alone.
    [TestMethod]
    [DynamicData(nameof(Backbones))]
    public void Fits_WithOneSeedAtTheSameTime_GiveTheSameScores(RnnBackbone backbone)
    {
        IDataView text = SequenceData.Sentences(_ml, 120, seed: 1);
        RnnOptions options = s_options with { Backbone = backbone, LayerCount = backbone == RnnBackbone.Convolution ? 1 : 2, Dropout = 0.3, EmbeddingDropout = 0.4, NumberOfThreads = 1 };
        float[][] scores = new float[3][];

        Parallel.For(0, scores.Length, fit =>
        {
            using DeepTransformer model = Fit(options, text);
            scores[fit] = Scores.OfColumn(model.Transform(text), "Score");
        });

        BitAssert.AreEqual(scores[0], scores[1]);
        BitAssert.AreEqual(scores[0], scores[2]);
    }

    private DeepTransformer Fit(RnnOptions options, IDataView data) => _ml.BinaryClassification.Trainers.Rnn(options).Fit(data);
}
