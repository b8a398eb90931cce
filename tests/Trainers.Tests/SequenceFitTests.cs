using MLNetDeep.Networks;
using TorchSharp;

namespace MLNetDeep.Tests;

/// <summary>A network for sequences reads rows of any length, numbers and tokens, and scores each by itself.</summary>
[TestClass]
public sealed class SequenceFitTests
{
    private static readonly RnnOptions s_numbers = new() { FeaturesPerStep = SequenceData.NumbersPerStep, HiddenSize = 16, NumberOfEpochs = 2, Seed = 1 };
    private static readonly RnnOptions s_tokens = new() { HiddenSize = 16, EmbeddingDimension = 8, NumberOfEpochs = 2, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    /// <summary>The names of the layers' types that only whole networks have, for the test that none is left out.</summary>
    internal static IEnumerable<string> Types => [nameof(Embedding), nameof(Ngrams), nameof(SequenceNetwork)];

    public static IEnumerable<object[]> Networks =>
        from backbone in Enum.GetValues<RnnBackbone>().Where(backbone => backbone != RnnBackbone.Ngrams) // which reads tokens alone
        from pooling in Enum.GetValues<RnnPooling>()
        select new object[] { backbone, pooling };

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Scores_OfSeries_AreThoseOfLibTorchAndOfEachRowAlone(RnnBackbone backbone, RnnPooling pooling)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        IDataView train = SequenceData.Series(_ml, 100, seed: 1), test = SequenceData.Series(_ml, 70, seed: 2);
        RnnOptions options = s_numbers with { Backbone = backbone, Pooling = pooling, LayerCount = 2 };
        using DeepTransformer model = Binary(options, train);

        float[] together = Scores.OfColumn(model.Transform(test), "Score");

        float[][] rows = [.. test.GetColumn<float[]>("Features")];
        for (int row = 0; row < rows.Length; row++)
        {
            IDataView alone = SequenceData.View(_ml, new SequenceData.SeriesRow(rows[row], false));
            Assert.AreEqual(together[row], Scores.OfColumn(model.Transform(alone), "Score").Single(), 1e-6f * Math.Max(1, together.Max(Math.Abs)));
        }
        StoredSequenceNetwork network = new(model);
        float[] ofLibTorch = [.. rows.Select(network.Score)];
        OnnxRun.AssertClose(torch.tensor(ofLibTorch), together);
    }

    [TestMethod]
    public void Rnn_OnSeries_LearnsWhatTheirEndSays()
    {
        using DeepTransformer model = Binary(s_numbers with { NumberOfEpochs = 30 }, SequenceData.Series(_ml, 1000, seed: 1));

        Assert.IsGreaterThan(0.9, _ml.BinaryClassification.Evaluate(model.Transform(SequenceData.Series(_ml, 300, seed: 2))).Accuracy);
    }

    [TestMethod]
    [DataRow(RnnBackbone.Lstm)]
    [DataRow(RnnBackbone.Gru)]
    [DataRow(RnnBackbone.Convolution)]
    [DataRow(RnnBackbone.Transformer)]
    [DataRow(RnnBackbone.Ngrams)]
    public void Rnn_OnSentences_LearnsThatAWordTurnsTheNext(RnnBackbone backbone)
    {
        IDataView text = SequenceData.Sentences(_ml, 600, seed: 1);
        using DeepTransformer model = Binary(s_tokens with { Backbone = backbone, NumberOfEpochs = 30, EmbeddingDropout = 0.1 }, text);

        Assert.IsGreaterThan(0.97, _ml.BinaryClassification.Evaluate(model.Transform(text)).Accuracy);
    }

    [TestMethod]
    public void Backbone_OfTokens_IsNgramsUntilAnOptionOfLayersIsSet()
    {
        IDataView text = SequenceData.Sentences(_ml, 60, seed: 1), series = SequenceData.Series(_ml, 60, seed: 1);
        RnnBackbone Told(RnnOptions options, IDataView data)
        {
            using DeepTransformer model = Binary(options with { NumberOfEpochs = 1, Seed = 1 }, data);
            return ((RnnOptions)model.Options).BackboneFor(areLabelledTexts: data == text);
        }

        Assert.AreEqual(RnnBackbone.Ngrams, Told(new RnnOptions(), text));
        Assert.AreEqual(RnnBackbone.Ngrams, Told(new RnnOptions { EmbeddingDropout = 0.1, NgramLength = 1 }, text));
        Assert.AreEqual(RnnBackbone.Lstm, Told(new RnnOptions { HiddenSize = 8 }, text));
        Assert.AreEqual(RnnBackbone.Lstm, Told(new RnnOptions { Pooling = RnnPooling.Mean }, text));
        Assert.AreEqual(RnnBackbone.Gru, Told(new RnnOptions { Backbone = RnnBackbone.Gru, HiddenSize = 8 }, text));
        Assert.AreEqual(RnnBackbone.Lstm, Told(new RnnOptions { FeaturesPerStep = 2 }, series));
    }

    [TestMethod]
    public void Ngrams_OfNumbers_AreRefused()
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Binary(s_numbers with { Backbone = RnnBackbone.Ngrams }, SequenceData.Series(_ml, 20, seed: 1)));

        Assert.StartsWith("Schema mismatch for feature column 'Features': expected tokens, since Backbone is Ngrams, got Vector<Single>. Name another backbone for numbers.", error.Message);
    }

    [TestMethod]
    [DataRow(RnnBackbone.Ngrams)]
    [DataRow(RnnBackbone.Lstm)]
    public void Model_OfTokens_IsTheSameWhenLoaded(RnnBackbone backbone)
    {
        IDataView text = SequenceData.Text(_ml, "good tea", "bad tea", "good good", "bad cup", "tea", "", "cup of tea", "bad");
        using TransformerChain<DeepTransformer> model = _ml.Transforms.Text.EncodeTokens("Features", "Text", new EncodeTokensOptions { MinimumCount = 1 })
            .Append(_ml.BinaryClassification.Trainers.Rnn(s_tokens with { Backbone = backbone })).Fit(text);
        using MemoryStream file = new();
        _ml.Model.Save(model, text.Schema, file);

        ITransformer loaded = new MLContext().Model.Load(file, out _);

        IDataView others = SequenceData.Text(_ml, "good", "", "unheard of words", "bad \ud83c\udf75 tea", "half a \ud83c pair", new string('x', 5000), string.Join(' ', Enumerable.Repeat("tea", 300)));
        BitAssert.AreEqual(Scores.Of(model, others), Scores.Of(loaded, others));
        BitAssert.AreFinite(Scores.Of(model, others));
        using PredictionEngine<Sentence, Opinion> engine = _ml.Model.CreatePredictionEngine<Sentence, Opinion>(loaded);
        Assert.AreEqual(Scores.OfColumn(loaded.Transform(others), "Probability")[0], engine.Predict(new Sentence { Text = "good" }).Probability, 1e-6f);
        (loaded as IDisposable)?.Dispose();
    }

    // ML.NET's own way from text to keys.
    [TestMethod]
    public void Keys_OfTokenizeIntoWords_AreLearnedSavedAndScored()
    {
        IDataView text = SequenceData.Sentences(_ml, 300, seed: 1);
        EstimatorChain<DeepTransformer> pipeline = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text")
            .Append(_ml.Transforms.Conversion.MapValueToKey("Keys", "Words"))
            .Append(_ml.BinaryClassification.Trainers.Rnn(s_tokens with { FeatureColumnName = "Keys", NumberOfEpochs = 30, EmbeddingDropout = 0.1 }));
        using TransformerChain<DeepTransformer> model = pipeline.Fit(text);
        using MemoryStream file = new();
        _ml.Model.Save(model, text.Schema, file);
        ITransformer loaded = new MLContext().Model.Load(file, out _);

        Assert.IsGreaterThan(0.95, _ml.BinaryClassification.Evaluate(model.Transform(text)).Accuracy);
        IDataView others = SequenceData.Text(_ml, "unheard of words", "", "not good unheard");
        BitAssert.AreEqual(Scores.Of(model, others), Scores.Of(loaded, others));
        BitAssert.AreFinite(Scores.Of(loaded, others));
        (loaded as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void Rows_WithoutStepsOrWithTenThousand_HaveFiniteScores()
    {
        SequenceData.SeriesRow[] rows =
        [
            new([], true), new([1, 2], false), new([.. Enumerable.Range(0, 20_000).Select(index => index % 7f)], true), new([float.NaN, 3, 4, float.NaN], false),
            new([], false), new([float.PositiveInfinity, 1], true),
        ];
        using DeepTransformer model = Binary(s_numbers with { HiddenSize = 4 }, SequenceData.View(_ml, rows));

        float[] scores = Scores.OfColumn(model.Transform(SequenceData.View(_ml, rows)), "Score");

        BitAssert.AreFinite(scores);
        Assert.AreEqual(scores[0], scores[4]);
        float[] missing = Scores.OfColumn(model.Transform(SequenceData.View(_ml, new SequenceData.SeriesRow([float.NaN, float.NaN], true))), "Score");
        Assert.AreEqual(scores[0], missing[0], 1e-6f);
    }

    [TestMethod]
    [DataRow(Truncation.KeepFirst, 0)]
    [DataRow(Truncation.KeepLast, 6)]
    public void Rows_LongerThanTheMaximum_AreCutAndCounted(Truncation truncation, int kept)
    {
        MessageLog log = new(_ml);
        IDataView series = SequenceData.Series(_ml, 60, seed: 1);
        int longer = series.GetColumn<float[]>("Features").Count(row => row.Length > 2 * 4);
        using DeepTransformer model = Binary(s_numbers with { MaximumLength = 4, Truncation = truncation }, series);
        float[] row = [.. Enumerable.Range(1, 2 * 10).Select(number => number / 20f)], part = row[(truncation == Truncation.KeepFirst ? 0 : 2 * 6)..][..8];

        float whole = Scores.OfColumn(model.Transform(SequenceData.View(_ml, new SequenceData.SeriesRow(row, true))), "Score")[0];

        Assert.AreEqual(Scores.OfColumn(model.Transform(SequenceData.View(_ml, new SequenceData.SeriesRow(part, true))), "Score")[0], whole);
        Assert.AreEqual(row[2 * kept], part[0]);
        Assert.IsTrue(log.Warnings.Any(warning => warning.Contains($"Of the training data, {longer} of 60 rows have more than 4 steps, MaximumLength, and are cut: {truncation}.", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Row_WithPartOfAStep_NamesTheColumnInTrainingAndInScoring()
    {
        IDataView odd = SequenceData.View(_ml, new([1, 2, 3], true), new([1, 2], false));
        const string Message = "Feature column 'Features' gave a vector of 3 slots, which is no multiple of the 2 numbers of a step. Give each row whole steps, or set FeaturesPerStep.";
        using DeepTransformer model = Binary(s_numbers, SequenceData.Series(_ml, 20, seed: 1));

        Assert.AreEqual(Message, Assert.ThrowsExactly<InvalidOperationException>(() => Binary(s_numbers, odd)).Message);
        Assert.AreEqual(Message, Assert.ThrowsExactly<InvalidOperationException>(() => Scores.OfColumn(model.Transform(odd), "Score")).Message);
    }

    [TestMethod]
    public void Keys_OfAKnownSize_EndWhereTheLastOnesAreMissing()
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(KeyRow));
        schema[nameof(KeyRow.Features)].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), 5), 4);
        SchemaDefinition variable = SchemaDefinition.Create(typeof(KeyRow));
        variable[nameof(KeyRow.Features)].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), 5));
        KeyRow[] padded = [.. Enumerable.Range(0, 40).Select(row => new KeyRow([(uint)(row % 5) + 1, 0, (uint)(row % 3), 0], row % 2 == 0))];
        KeyRow[] short3 = [.. padded.Select(row => row with { Features = row.Features[2] == 0 ? row.Features[..1] : row.Features[..3] })];
        using DeepTransformer model = Binary(s_tokens, _ml.Data.LoadFromEnumerable(padded, schema));

        float[] scores = Scores.OfColumn(model.Transform(_ml.Data.LoadFromEnumerable(padded, schema)), "Score");

        BitAssert.AreEqual(Scores.OfColumn(model.Transform(_ml.Data.LoadFromEnumerable(short3, variable)), "Score"), scores);
        Assert.AreEqual(5, model.Model.FeatureCount);
    }

    [TestMethod]
    public void Tokens_OfAnotherVocabulary_AreRefused()
    {
        using DeepTransformer model = Binary(s_tokens, SequenceData.Sentences(_ml, 40, seed: 1));
        IDataView text = SequenceData.Text(_ml, "one two", "one two");
        IDataView others = SequenceData.Words(_ml, text).Transform(text);

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(others));

        Assert.StartsWith("Schema mismatch for feature column 'Features': expected a vector of keys of 10 values, as in training, got ", error.Message);
    }

    [TestMethod]
    public void Fit_OnRowsInAFile_GivesTheModelOfRowsInMemory()
    {
        IDataView series = SequenceData.Series(_ml, 300, seed: 1);
        using DeepTransformer inMemory = Binary(s_numbers with { MemoryBudget = long.MaxValue }, series), inFile = Binary(s_numbers with { MemoryBudget = 1 }, series);

        BitAssert.AreEqual(Scores.Of(inMemory, series), Scores.Of(inFile, series));
    }

    [TestMethod]
    public void Fit_WithTheSameSeed_GivesTheSameScores()
    {
        IDataView text = SequenceData.Sentences(_ml, 200, seed: 1);
        using DeepTransformer one = Binary(s_tokens, text), again = Binary(s_tokens, text), other = Binary(s_tokens with { Seed = 2 }, text);

        BitAssert.AreEqual(Scores.Of(one, text), Scores.Of(again, text));
        Assert.IsFalse(Scores.Bits(Scores.Of(one, text)).SequenceEqual(Scores.Bits(Scores.Of(other, text))));
    }

    private DeepTransformer Binary(RnnOptions options, IDataView data) => _ml.BinaryClassification.Trainers.Rnn(options).Fit(data);

    private sealed record KeyRow(uint[] Features, bool Label);

    private sealed class Sentence
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }

    private sealed class Opinion
    {
        public float Probability { get; set; }
    }
}
