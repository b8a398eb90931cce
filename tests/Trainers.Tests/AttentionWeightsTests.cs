using TorchSharp;

namespace MLNetDeep.Tests;

/// <summary>What a network with attention pooling looks at in a row.</summary>
[TestClass]
public sealed class AttentionWeightsTests
{
    private const int NumbersPerStep = SequenceData.NumbersPerStep;

    private static readonly RnnOptions s_numbers = new() { FeaturesPerStep = NumbersPerStep, Pooling = RnnPooling.Attention, HiddenSize = 8, NumberOfEpochs = 2, Seed = 1 };
    private static readonly RnnOptions s_tokens = new() { Pooling = RnnPooling.Attention, HiddenSize = 16, EmbeddingDimension = 8, NumberOfEpochs = 2, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(RnnBackbone.Lstm)]
    [DataRow(RnnBackbone.Gru)]
    [DataRow(RnnBackbone.Convolution)]
    [DataRow(RnnBackbone.Transformer)]
    public void Weights_OfSeries_AreThoseOfLibTorchAndSumToOne(RnnBackbone backbone)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DeepTransformer model = Binary(s_numbers with { Backbone = backbone, NumberOfEpochs = 10 }, SequenceData.Series(_ml, 200, seed: 1));

        StoredSequenceNetwork network = new(model);

        foreach (float[] row in SequenceData.Series(_ml, 20, seed: 2).GetColumn<float[]>("Features"))
        {
            float[] weights = model.AttentionWeights(row);

            Assert.HasCount(row.Length / NumbersPerStep, weights);
            Assert.AreEqual(1, weights.Sum(), 1e-5f);
            OnnxRun.AssertClose(network.StepWeights(row), weights);
        }
    }

    [TestMethod]
    public void Weights_OfText_AreThoseOfLibTorchAndSumToOne()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        IDataView text = SequenceData.Sentences(_ml, 100, seed: 1);
        using DeepTransformer model = Binary(s_tokens with { NumberOfEpochs = 10 }, text);
        StoredSequenceNetwork network = new(model);

        foreach (uint[] row in text.GetColumn<uint[]>("Features").Take(20))
        {
            float[] weights = model.AttentionWeights(row);

            Assert.HasCount(row.Length, weights);
            Assert.AreEqual(1, weights.Sum(), 1e-5f);
            OnnxRun.AssertClose(network.StepWeights([.. row.Select(token => (float)token)]), weights);
        }
    }

    [TestMethod]
    public void Weights_OfSeriesOfOneLength_AreForEachStep()
    {
        Random random = new(1);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(SequenceData.SeriesRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 6, NumbersPerStep);
        SequenceData.SeriesRow[] rows = [.. Enumerable.Range(0, 60).Select(row => new SequenceData.SeriesRow([.. Enumerable.Range(0, 12).Select(_ => random.NextSingle())], row % 2 == 0))];
        using DeepTransformer model = Binary(s_numbers with { FeaturesPerStep = null }, _ml.Data.LoadFromEnumerable(rows, schema));

        float[] weights = model.AttentionWeights(rows[0].Features);

        Assert.HasCount(6, weights);
        Assert.AreEqual(1, weights.Sum(), 1e-5f);
        Assert.StartsWith("The model takes 12 numbers, got 10. Give the feature column of one row.", Assert.ThrowsExactly<ArgumentException>(() => model.AttentionWeights(rows[0].Features.AsSpan(0, 10))).Message);
    }

    // A convolution keeps what it read where it read it; behind recurrent layers, each step may stand for the whole sentence.
    [TestMethod]
    public void Weights_OfAWordThatDecides_AreMostOfAll()
    {
        (string Text, bool IsGood, int Place)[] sentences = [.. Sentences(400)];
        IDataView text = _ml.Data.LoadFromEnumerable(sentences.Select(sentence => new SequenceData.TextRow(sentence.Text, sentence.IsGood)).ToArray());
        using TransformerChain<DeepTransformer> model = _ml.Transforms.Text.EncodeTokens("Features", "Text")
            .Append(_ml.BinaryClassification.Trainers.Rnn(s_tokens with { Backbone = RnnBackbone.Convolution, NumberOfEpochs = 10, EmbeddingDropout = 0 })).Fit(text);

        uint[][] rows = [.. model.Transform(text).GetColumn<uint[]>("Features")];
        float[] atTheWord = [.. rows.Zip(sentences, (row, sentence) => model.LastTransformer.AttentionWeights(row).Where((_, step) => Math.Abs(step - sentence.Place) <= 1).Sum())];

        Assert.IsGreaterThan(0.9f, atTheWord.Average()); // evenly spread it would be 0.28
    }

    [TestMethod]
    public void Weights_OfALoadedModel_AreTheSame()
    {
        IDataView text = SequenceData.Sentences(_ml, 60, seed: 1);
        using DeepTransformer model = Binary(s_tokens, text);
        using MemoryStream file = new();
        _ml.Model.Save(model, text.Schema, file);
        using DeepTransformer loaded = (DeepTransformer)new MLContext().Model.Load(file, out _);

        BitAssert.AreEqual(model.AttentionWeights([1, 2, 3, 0]), loaded.AttentionWeights([1, 2, 3, 0]));
    }

    [TestMethod]
    [DataRow(Truncation.KeepFirst)]
    [DataRow(Truncation.KeepLast)]
    public void Weights_OfStepsThatAreCutOff_AreZero(Truncation truncation)
    {
        using DeepTransformer model = Binary(s_numbers with { MaximumLength = 4, Truncation = truncation }, SequenceData.Series(_ml, 60, seed: 1));
        float[] row = [.. Enumerable.Range(1, 7 * NumbersPerStep).Select(number => number / 20f)];

        float[] weights = model.AttentionWeights(row);

        int first = truncation == Truncation.KeepFirst ? 0 : 3;
        Assert.HasCount(7, weights);
        BitAssert.AreEqual(model.AttentionWeights(row.AsSpan(first * NumbersPerStep, 4 * NumbersPerStep)), weights[first..(first + 4)]);
        Assert.AreEqual(1, weights.Skip(first).Take(4).Sum(), 1e-5f);
    }

    [TestMethod]
    public void Weights_OfNoStepsOrOneOrMissingOnes_AreThoseOfTheRow()
    {
        using DeepTransformer series = Binary(s_numbers, SequenceData.Series(_ml, 60, seed: 1)), text = Binary(s_tokens, SequenceData.Sentences(_ml, 60, seed: 1));

        Assert.IsEmpty(series.AttentionWeights(Array.Empty<float>()));
        Assert.IsEmpty(text.AttentionWeights(Array.Empty<uint>()));
        Assert.AreSequenceEqual([1f], series.AttentionWeights([0.5f, float.NaN]));
        Assert.AreEqual(1, text.AttentionWeights([0, 0, 0]).Sum(), 1e-5f);
        Assert.AreEqual(1, series.AttentionWeights(new float[2 * 5000]).Sum(), 1e-3f);
    }

    [TestMethod]
    public void Weights_OfWhatHasNone_SayWhy()
    {
        using DeepTransformer dense = _ml.BinaryClassification.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [2], NumberOfEpochs = 1 }).Fit(ToyData.Binary(_ml));
        using DeepTransformer largest = Binary(s_tokens with { Pooling = RnnPooling.Max }, SequenceData.Sentences(_ml, 40, seed: 1));
        using DeepTransformer text = Binary(s_tokens, SequenceData.Sentences(_ml, 40, seed: 1)), series = Binary(s_numbers, SequenceData.Series(_ml, 40, seed: 1));

        Assert.AreEqual(
            "The network has no attention weights: expected one of Trainers.Rnn with Pooling = Attention, got MlpOptions.",
            Assert.ThrowsExactly<InvalidOperationException>(() => dense.AttentionWeights([1f, 2, 3, 4])).Message);
        Assert.AreEqual(
            "The network has no attention weights: expected one of Trainers.Rnn with Pooling = Attention, got Pooling = Max.",
            Assert.ThrowsExactly<InvalidOperationException>(() => largest.AttentionWeights([1u])).Message);
        Assert.StartsWith("The model reads tokens, got numbers. Give the keys in the feature column of one row.", Assert.ThrowsExactly<ArgumentException>(() => text.AttentionWeights([1f])).Message);
        Assert.StartsWith("The model reads numbers, got tokens. Give the numbers in the feature column of one row.", Assert.ThrowsExactly<ArgumentException>(() => series.AttentionWeights([1u])).Message);
        Assert.StartsWith("The model takes 2 numbers a step, got 3. Give the feature column of one row.", Assert.ThrowsExactly<ArgumentException>(() => series.AttentionWeights([1f, 2, 3])).Message);
        Assert.StartsWith(
            "The model knows the tokens 1 to 10, and 0 for any other. Encode text with the transformer that was fitted for the training.",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => text.AttentionWeights([10, 11])).Message);
        text.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => text.AttentionWeights([1u]));
    }

    private DeepTransformer Binary(RnnOptions options, IDataView data) => _ml.BinaryClassification.Trainers.Rnn(options).Fit(data);

    /// <summary>Sentences of ten words, one of which says what the label is.</summary>
    private static IEnumerable<(string Text, bool IsGood, int Place)> Sentences(int count)
    {
        string[] fillers = ["the", "tea", "was", "cup", "so", "very", "and"];
        Random random = new(1);
        for (int row = 0; row < count; row++)
        {
            string[] words = [.. Enumerable.Range(0, 10).Select(_ => fillers[random.Next(fillers.Length)])];
            int place = random.Next(words.Length);
            words[place] = row % 2 == 0 ? "good" : "bad";
            yield return (string.Join(' ', words), row % 2 == 0, place);
        }
    }
}
