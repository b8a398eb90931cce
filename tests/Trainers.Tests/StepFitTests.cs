using MLNetDeep.Networks;
using TorchSharp;

namespace MLNetDeep.Tests;

/// <summary>A network with a label for each step of rows of any length: each row has as many predictions, and its own.</summary>
[TestClass]
public sealed class StepFitTests
{
    private static readonly RnnOptions s_small = new() { HiddenSize = 8, EmbeddingDimension = 8, NumberOfEpochs = 2, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Networks =>
        from backbone in Enum.GetValues<RnnBackbone>().Where(backbone => backbone != RnnBackbone.Ngrams)
        from layers in (int[])[1, 2]
        select new object[] { backbone, layers };

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Scores_OfSteps_AreThoseOfLibTorchAndOfEachRowAlone(RnnBackbone backbone, int layers)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        ToyRow<bool[]>[] rows = TaggedData.Switches(70, seed: 2);
        using DeepTransformer model = Fit(s_small with { Backbone = backbone, LayerCount = layers }, TaggedData.Switches(100, seed: 1));

        float[][] together = [.. model.Transform(TaggedData.View(_ml, rows)).GetColumn<float[]>("Score")];

        float scale = Math.Max(1, together.Max(scores => scores.Max(Math.Abs)));
        for (int row = 0; row < rows.Length; row++)
        {
            float[] alone = model.Transform(TaggedData.View(_ml, rows[row])).GetColumn<float[]>("Score").Single();
            Assert.HasCount(rows[row].Features.Length, together[row]);
            Assert.IsLessThanOrEqualTo(1e-6f * scale, alone.Zip(together[row], (one, other) => Math.Abs(one - other)).Max());
        }
        torch.Tensor ofLibTorch = torch.cat([.. rows.Select(row => OfLibTorch(model, row.Features))]);
        OnnxRun.AssertClose(ofLibTorch, [.. together.SelectMany(scores => scores)]);
    }

    [TestMethod]
    public void PredictionEngine_OnRowsOfAnyLength_GivesTheScoresOfTransform()
    {
        ToyRow<bool[]>[] rows = [.. TaggedData.Switches(40, seed: 2), new([], [])];
        using DeepTransformer model = Fit(s_small, TaggedData.Switches(100, seed: 1));

        BitAssert.AreFinite(Scores.Of(model, TaggedData.View(_ml, rows)));
        float[] byEngine = OneByOne.Scores(_ml, model, TaggedData.View(_ml, rows));
        float[] byTransform = Scores.Of(model, TaggedData.View(_ml, rows));
        Assert.HasCount(byTransform.Length, byEngine);
        Assert.IsLessThanOrEqualTo(1e-6f, byTransform.Zip(byEngine, (one, other) => Math.Abs(one - other)).Max());
    }

    [TestMethod]
    public void Model_OfWords_GivesTheTextOfEachLabelAlsoWhenLoaded()
    {
        TaggedData.TextRow[] train = TaggedData.Colors(200, seed: 1);
        IDataView text = _ml.Data.LoadFromEnumerable(train);
        using TransformerChain<DeepTransformer> model = _ml.Transforms.Text.EncodeTokens("Features", "Text", new EncodeTokensOptions { MinimumCount = 1 })
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(_ml.MulticlassClassification.Trainers.Rnn(s_small with { NumberOfEpochs = 30, LearningRate = 0.02, EmbeddingDropout = 0 })).Fit(text);
        using MemoryStream file = new();
        _ml.Model.Save(model, text.Schema, file);

        ITransformer loaded = new MLContext().Model.Load(file, out _);

        BitAssert.AreEqual(Scores.Of(model, text), Scores.Of(loaded, text));
        IDataView scored = loaded.Transform(text);
        Assert.AreEqual(SchemaText.Of(model.Transform(text).Schema), SchemaText.Of(scored.Schema));
        IDataView tagged = _ml.Transforms.Conversion.MapKeyToValue("Tags", "PredictedLabel").Fit(scored).Transform(scored);
        string[][] tags = [.. tagged.GetColumn<string[]>("Tags")];
        Assert.AreSequenceEqual(train.Select(row => row.Label.Length).ToArray(), tags.Select(row => row.Length).ToArray());
        Assert.AreSequenceEqual(train[0].Label, tags[0]);
        Assert.AreSequenceEqual(["grey", "red", "green", "blue"], model.LastTransformer.Model.ClassNames.OrderBy(name => Array.IndexOf(["grey", "red", "green", "blue"], name)).ToArray());
        (loaded as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void Backbone_OfWordsWithLabels_IsLstmUnlessNamed()
    {
        IDataView text = _ml.Data.LoadFromEnumerable(TaggedData.Colors(30, seed: 1));
        DeepTransformer Fit(RnnOptions options) => _ml.Transforms.Text.EncodeTokens("Features", "Text")
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(_ml.MulticlassClassification.Trainers.Rnn(options)).Fit(text).LastTransformer;
        using DeepTransformer model = Fit(new RnnOptions { NumberOfEpochs = 1, Seed = 1 });

        Assert.AreEqual(RnnBackbone.Lstm, ((RnnOptions)model.Options).Backbone);
        Assert.StartsWith(
            "Backbone must be another than Ngrams where each step has a label: it has one sum for all of a row.",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Fit(new RnnOptions { Backbone = RnnBackbone.Ngrams })).Message);
    }

    [TestMethod]
    [DataRow(Truncation.KeepFirst, 0)]
    [DataRow(Truncation.KeepLast, 6)]
    public void Rows_LongerThanTheMaximum_HaveScoresForTheStepsThatAreKept(Truncation truncation, int first)
    {
        float[] numbers = [.. Enumerable.Range(1, 10).Select(number => number / 10f)];
        using DeepTransformer model = Fit(s_small with { MaximumLength = 4, Truncation = truncation }, TaggedData.Switches(100, seed: 1));

        IDataView whole = model.Transform(TaggedData.View(_ml, new ToyRow<bool[]>(numbers, new bool[10])));

        float[] part = model.Transform(TaggedData.View(_ml, new ToyRow<bool[]>(numbers[first..(first + 4)], new bool[4]))).GetColumn<float[]>("Score").Single();
        float[] expected = [.. Enumerable.Range(0, 10).Select(step => step >= first && step < first + 4 ? part[step - first] : float.NaN)];
        BitAssert.AreEqual(expected, whole.GetColumn<float[]>("Score").Single());
        Assert.AreSequenceEqual(expected.Select(float.IsNaN).ToArray(), whole.GetColumn<float[]>("Probability").Single().Select(float.IsNaN).ToArray());
        Assert.AreSequenceEqual(expected.Select(score => score > 0).ToArray(), whole.GetColumn<bool[]>("PredictedLabel").Single());
    }

    /// <summary>Only the label of the steps that are kept tells the class.</summary>
    [TestMethod]
    [DataRow(Truncation.KeepFirst)]
    [DataRow(Truncation.KeepLast)]
    public void Labels_OfCutRows_AreThoseOfTheStepsThatAreKept(Truncation truncation)
    {
        bool keepsLast = truncation == Truncation.KeepLast;
        Random random = new(1);
        ToyRow<bool[]> Row()
        {
            float[] numbers = [.. Enumerable.Range(0, 10).Select(_ => 2 * random.NextSingle() - 1)];
            return new ToyRow<bool[]>(numbers, [.. numbers.Select((number, step) => (step >= 6 == keepsLast) ? number > 0 : number < 0)]);
        }
        RnnOptions options = s_small with { MaximumLength = 4, Truncation = truncation, NumberOfEpochs = 20, LearningRate = 0.02 };
        using DeepTransformer model = Fit(options, [.. Enumerable.Range(0, 300).Select(_ => Row())]);

        Assert.IsGreaterThan(0.95, model.TrainingHistory.Epochs[^1].ValidationMetric!.Value);
    }

    [TestMethod]
    public void Keys_OfAKnownSize_HaveNoPredictionWhereTheLastOnesAreMissing()
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(KeyRow));
        schema[nameof(KeyRow.Features)].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), 5), 4);
        schema[nameof(KeyRow.Label)].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), 2), 4);
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(row => new KeyRow([(uint)(row % 5) + 1, 0, (uint)(row % 3), 0], [(uint)(row % 2) + 1, 1, 0, 2])), schema);
        using DeepTransformer model = _ml.MulticlassClassification.Trainers.Rnn(s_small).Fit(data);

        IDataView scored = model.Transform(data);

        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 4, 2), scored.Schema["Score"].Type);
        Assert.AreEqual(new VectorDataViewType(new KeyDataViewType(typeof(uint), 2), 4), scored.Schema["PredictedLabel"].Type);
        uint[][] features = [.. data.GetColumn<uint[]>("Features")], labels = [.. scored.GetColumn<uint[]>("PredictedLabel")];
        float[][] scores = [.. scored.GetColumn<float[]>("Score")];
        for (int row = 0; row < 40; row++)
        {
            int length = features[row][2] == 0 ? 1 : 3;
            Assert.AreSequenceEqual(Enumerable.Range(0, 4).Select(step => step < length).ToArray(), labels[row].Select(label => label > 0).ToArray());
            Assert.AreSequenceEqual(Enumerable.Range(0, 8).Select(slot => slot >= 2 * length).ToArray(), scores[row].Select(float.IsNaN).ToArray());
        }
    }

    [TestMethod]
    public void Threshold_OfSteps_DecidesEachOfThem()
    {
        IDataView data = TaggedData.View(_ml, TaggedData.Switches(50, seed: 1));
        using DeepTransformer model = Fit(s_small, TaggedData.Switches(100, seed: 1)), strict = model.WithThreshold(0.6f);

        float[] probabilities = Scores.OfColumn(model.Transform(data), "Probability");
        bool[] Labels(DeepTransformer transformer) => [.. transformer.Transform(data).GetColumn<bool[]>("PredictedLabel").SelectMany(labels => labels)];

        Assert.AreSequenceEqual(probabilities.Select(probability => probability > 0.5f).ToArray(), Labels(model));
        Assert.AreSequenceEqual(probabilities.Select(probability => probability > 0.6f).ToArray(), Labels(strict));
        Assert.IsTrue(probabilities.Any(probability => probability is > 0.5f and <= 0.6f));
    }

    [TestMethod]
    public void Fit_OnRowsInAFile_GivesTheModelOfRowsInMemory()
    {
        ToyRow<bool[]>[] rows = TaggedData.Switches(300, seed: 1);
        using DeepTransformer inMemory = Fit(s_small with { MemoryBudget = long.MaxValue }, rows), inFile = Fit(s_small with { MemoryBudget = 1 }, rows);

        BitAssert.AreEqual(Scores.Of(inMemory, TaggedData.View(_ml, rows)), Scores.Of(inFile, TaggedData.View(_ml, rows)));
    }

    [TestMethod]
    public void Fit_BeyondTheBudget_TellsTheBytesOfLabelsToo()
    {
        MessageLog log = new(_ml);
        ToyRow<bool[]>[] rows = TaggedData.Switches(100, seed: 1);
        Fit(s_small with { MemoryBudget = 1 }, rows).Dispose();

        int steps = rows.Sum(row => row.Features.Length);
        Assert.ContainsSingle(message => message.StartsWith(FormattableString.Invariant($"Features and labels of {2 * sizeof(float) * steps:N0} bytes are in a temporary file"), StringComparison.Ordinal), log.Information);
    }

    private DeepTransformer Fit(RnnOptions options, ToyRow<bool[]>[] rows) => _ml.BinaryClassification.Trainers.Rnn(options).Fit(TaggedData.View(_ml, rows));

    /// <summary>The raw outputs for one row, shape [T], by the network that is built again from the graph.</summary>
    private static torch.Tensor OfLibTorch(DeepTransformer model, float[] row)
    {
        using FitRandom random = new(1, torch.CPU);
        SequenceForm form = new("Features", SequenceKind.Numbers, 1, 10_000, Truncation.KeepFirst, EndsWithPadding: false);
        SequenceBatches batches = new(
            new DenseBatches(torch.tensor(row, row.Length, 1)), torch.tensor([0L, row.Length]), new SequenceShape(form, 0, Steps: null) { HasStepLabels = true }, torch.CPU);
        RobustScaling scaling = new(torch.zeros(1), torch.zeros(1));
        Network network = new(scaling, Rnn.Layers((RnnOptions)model.Options, batches, 1, random), torch.CPU);
        network.FromOnnx(Onnx.OnnxReader.Read(model.Model.Graph).Graph);
        torch.Tensor padded = scaling.Forward(torch.tensor(row, 1, row.Length, 1), training: false);
        padded = torch.cat([padded, torch.full(1, 3, 1, float.NaN)], 1); // padding is not looked at
        return network.Forward(padded, training: false)[0].narrow(0, 0, row.Length).squeeze(-1);
    }

    private sealed record KeyRow(uint[] Features, uint[] Label);
}
