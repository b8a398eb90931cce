namespace MLNetDeep.Tests;

/// <summary>A network begins with word vectors that were trained elsewhere.</summary>
[TestClass]
public sealed class WordVectorFitTests
{
    private static readonly RnnOptions s_small = new() { HiddenSize = 8, EmbeddingDimension = 7, NumberOfEpochs = 1, LearningRate = 1e-9, WeightDecay = 0, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Fit_WithWordVectors_BeginsWithThem()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "vectors.txt");
        File.WriteAllLines(path, ["2 3", "good 1.5 -2 3", "bad -1.5 2 -3", "unheard 9 9 9"]);
        MessageLog log = new(_ml);
        IDataView text = SequenceData.Sentences(_ml, 60, seed: 1);
        ReadOnlyMemory<char>[] words = Words(text);
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Rnn(s_small with { PretrainedEmbeddings = path }).Fit(text);

        ReadOnlySpan<float> table = Onnx.OnnxReader.Read(model.Model.Graph).Graph.Initializer("embedding.weight").Singles;

        Assert.AreEqual(3 * (words.Length + 1), table.Length);
        AssertRow([1.5f, -2, 3], table, Array.FindIndex(words, word => word.Span is "good") + 1);
        AssertRow([-1.5f, 2, -3], table, Array.FindIndex(words, word => word.Span is "bad") + 1);
        Assert.IsLessThan(1, Math.Abs(table[3 * (Array.FindIndex(words, word => word.Span is "tea") + 1)]));
        Assert.AreEqual((3, null), (((RnnOptions)model.Options).EmbeddingDimension, ((RnnOptions)model.Options).PretrainedEmbeddings));
        Assert.IsTrue(log.Information.Any(message => message.Contains("of 10 tokens have a vector of 3 numbers in 'vectors.txt'; the others begin at random.", StringComparison.Ordinal)));
        BitAssert.AreFinite(Scores.Of(model, text));
    }

    [TestMethod]
    public void WordVectors_OfNumbers_AreRefused()
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.BinaryClassification.Trainers.Rnn(s_small with { FeaturesPerStep = 2, PretrainedEmbeddings = "any" }).Fit(SequenceData.Series(_ml, 20, seed: 1)));

        Assert.StartsWith("Schema mismatch for feature column 'Features': expected keys with their texts, since PretrainedEmbeddings is set, got ", error.Message);
    }

    [TestMethod]
    public void WordVectors_InNoFile_AreNamed()
    {
        FileNotFoundException error = Assert.ThrowsExactly<FileNotFoundException>(
            () => _ml.BinaryClassification.Trainers.Rnn(s_small with { PretrainedEmbeddings = "nowhere.txt" }).Fit(SequenceData.Sentences(_ml, 20, seed: 1)));

        Assert.AreEqual("The word vectors 'nowhere.txt' do not exist.", error.Message);
    }

    private static ReadOnlyMemory<char>[] Words(IDataView text)
    {
        VBuffer<ReadOnlyMemory<char>> words = default;
        text.Schema["Features"].GetKeyValues(ref words);
        return [.. words.DenseValues()];
    }

    private static void AssertRow(float[] expected, ReadOnlySpan<float> table, int row)
    {
        for (int number = 0; number < expected.Length; number++)
        {
            Assert.AreEqual(expected[number], table[(3 * row) + number], 1e-5f);
        }
    }
}
