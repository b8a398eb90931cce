namespace MLNetDeep.Tests;

/// <summary>Few images, small ones, and classes of which some rows know nothing.</summary>
[TestClass]
public sealed class ImageEdgeTests
{
    private static readonly CnnOptions s_small = new() { Channels = 4, NumberOfEpochs = 3, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Colors =>
        from channels in (int[])[1, 3, 4]
        from isInterleaved in (bool[])[false, true]
        select new object[] { channels, isInterleaved };

    [TestMethod]
    [DynamicData(nameof(Colors))]
    public void Images_InGreyColorsAndAlpha_KeepTheirShapeInTheModel(int channels, bool isInterleaved)
    {
        ToyRow<bool>[] rows = ToyData.Rows(30, seed: 1, features => features[0] > 0, featureCount: channels * 6 * 7);
        IDataView data = ImageData.View(_ml, rows, isInterleaved ? [6, 7, channels] : [channels, 6, 7]);
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Cnn(s_small).Fit(data);

        CnnOptions told = (CnnOptions)model.Options;
        Assert.AreSequenceEqual([channels, 6, 7], told.InputShape!);
        Assert.AreEqual(isInterleaved, told.IsInterleaved);
        BitAssert.AreFinite(Scores.Of(model, data));
    }

    [TestMethod]
    public void Fit_OfOneImagePerClass_LearnsThem()
    {
        IDataView data = Classes([0, 1, 2, 3]);
        using DeepTransformer model = _ml.MulticlassClassification.Trainers.Cnn(s_small with { NumberOfEpochs = 200, Dropout = 0, LearningRate = 0.02 }).Fit(data);

        Assert.AreEqual(0, model.TrainingHistory.ValidationRowCount);
        Assert.AreSequenceEqual((uint[])[1, 2, 3, 4], model.Transform(data).GetColumn<uint>("PredictedLabel").ToArray());
    }

    /// <summary>Of a class of one image none is held out.</summary>
    [TestMethod]
    public void HoldOut_WithoutSomeClass_IsMeasuredOn()
    {
        IDataView data = Classes([.. Enumerable.Range(0, 200).Select(row => (uint)(row % 2)), 2, 3]);
        using DeepTransformer model = _ml.MulticlassClassification.Trainers.Cnn(s_small).Fit(data);

        Assert.AreEqual(20, model.TrainingHistory.ValidationRowCount);
        AssertMeasured(model, data);
    }

    [TestMethod]
    public void ValidationData_WithoutSomeClass_IsMeasuredOn()
    {
        IDataView data = Classes([.. Enumerable.Range(0, 40).Select(row => (uint)(row % 4))]);
        using DeepTransformer model = _ml.MulticlassClassification.Trainers.Cnn(s_small).Fit(data, Classes([0, 0, 2]));

        Assert.AreEqual(3, model.TrainingHistory.ValidationRowCount);
        AssertMeasured(model, data);
    }

    /// <summary>Batch normalization of a single number has no variance; of the pixels of a single image it has.</summary>
    [TestMethod]
    [DataRow(3, 2, new[] { 1, 1, 1 }, DisplayName = "a pixel left over")]
    [DataRow(3, 2, new[] { 1, 8, 8 }, DisplayName = "an image left over")]
    [DataRow(5, 1, new[] { 3, 1, 1 }, DisplayName = "pixels one by one")]
    [DataRow(5, 1, new[] { 3, 8, 8 }, DisplayName = "images one by one")]
    public void Batch_OfOneImage_IsLearnedFrom(int rows, int batchSize, int[] dimensions)
    {
        int width = dimensions.Aggregate((product, size) => product * size);
        IDataView data = ImageData.View(_ml, ToyData.Rows(rows, seed: 1, features => features[0], featureCount: width), dimensions);
        using DeepTransformer model = _ml.Regression.Trainers.Cnn(s_small with { BatchSize = batchSize }).Fit(data);

        Assert.AreEqual(StopReason.Completed, model.TrainingHistory.StopReason);
        BitAssert.AreFinite([.. model.TrainingHistory.Epochs.Select(epoch => (float)epoch.TrainingLoss)]);
        BitAssert.AreFinite(Scores.Of(model, data));
    }

    /// <summary>The label follows from the first of two channels. Pixels have no slot names, which ML.NET's form for any transformer reads without asking.</summary>
    [TestMethod]
    public void PermutationImportance_OfPixels_PutsThoseOfTheTellingChannelFirst()
    {
        IDataView data = ImageData.View(_ml, ToyData.Rows(300, seed: 1, features => features[..4].Sum() > 0, featureCount: 8), 2, 2, 2);
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Cnn(s_small with { NumberOfEpochs = 20, LearningRate = 0.01 }).Fit(data);

        double[] bySlot = [.. _ml.BinaryClassification.PermutationFeatureImportance(model, data).Select(metric => metric.Accuracy.Mean)];

        Assert.HasCount(8, bySlot);
        Assert.IsLessThan(bySlot[4..].Min(), bySlot[..4].Max());
        AssertWantsSlotNames(() => _ml.BinaryClassification.PermutationFeatureImportanceNonCalibrated((ITransformer)model, data));
    }

    [TestMethod]
    public void PermutationImportance_OfPixelsAndClasses_PutsThoseOfTheTellingChannelFirst()
    {
        IDataView data = ImageData.View(_ml, ToyData.Rows(300, seed: 1, features => features[..4].Sum() > 0 ? "up" : "down", featureCount: 8), 2, 2, 2);
        IDataView keys = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
        using DeepTransformer model = _ml.MulticlassClassification.Trainers.Cnn(s_small with { NumberOfEpochs = 20, LearningRate = 0.01 }).Fit(keys);

        double[] bySlot = [.. _ml.MulticlassClassification.PermutationFeatureImportance(model, keys).Select(metric => metric.MicroAccuracy.Mean)];

        Assert.IsLessThan(bySlot[4..].Min(), bySlot[..4].Max());
        AssertWantsSlotNames(() => _ml.MulticlassClassification.PermutationFeatureImportance((ITransformer)model, keys));
    }

    /// <summary>Images of a brightness that follows from the class, one of four. Labels are zero-based here, and keys begin with 1.</summary>
    private IDataView Classes(uint[] labels)
    {
        Random random = new(1);
        ToyRow<uint>[] rows = [.. labels.Select(label => new ToyRow<uint>([.. Enumerable.Range(0, 64).Select(_ => 50 * label + random.Next(50))], label))];
        SchemaDefinition schema = SchemaDefinition.Create(typeof(ToyRow<uint>));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 8, 8);
        schema["Label"].ColumnType = new KeyDataViewType(typeof(uint), 4);
        return _ml.Data.LoadFromEnumerable(rows, schema);
    }

    private static void AssertWantsSlotNames(Action importance) =>
        Assert.AreEqual("Invalid call to 'GetValue'", Assert.ThrowsExactly<InvalidOperationException>(importance).Message);

    private static void AssertMeasured(DeepTransformer model, IDataView data)
    {
        foreach (EpochReport epoch in model.TrainingHistory.Epochs)
        {
            Assert.IsTrue(double.IsFinite(epoch.ValidationLoss!.Value) && double.IsFinite(epoch.TrainingLoss));
        }
        BitAssert.AreFinite(Scores.Of(model, data));
    }
}
