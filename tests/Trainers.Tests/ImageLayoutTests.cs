namespace MLNetDeep.Tests;

/// <summary>Rows to score and to validate on have their numbers in the order of the training rows, as far as the types of columns tell.</summary>
[TestClass]
public sealed class ImageLayoutTests
{
    private const string Remedy = "Featurize the data with the pipeline that the model was trained with.";

    private static readonly CnnOptions s_small = new() { Channels = 4, NumberOfEpochs = 1, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Others =>
        from trained in (int[][])[[3, 8, 8], [8, 8, 3]]
        from other in (int[][])[[3, 8, 8], [8, 8, 3], [8, 3, 8], [3, 4, 16], [3, 64], [2, 96]]
        where !trained.SequenceEqual(other)
        select new object[] { trained, other };

    [TestMethod]
    [DynamicData(nameof(Others))]
    public void Scoring_OfOtherDimensions_IsRefused(int[] trained, int[] other)
    {
        using DeepTransformer model = Trainer(s_small).Fit(Images(trained));
        IDataView data = Images(other);
        string message = Mismatch(trained, other);

        Assert.AreEqual(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(data)).Message);
        Assert.AreEqual(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.GetRowToRowMapper(data.Schema)).Message);
    }

    [TestMethod]
    [DynamicData(nameof(Others))]
    public void Validation_OfOtherDimensions_IsRefused(int[] trained, int[] other)
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Trainer(s_small).Fit(Images(trained), Images(other)));

        Assert.AreEqual(Mismatch(trained, other), error.Message);
    }

    [TestMethod]
    [DataRow(new[] { 3, 8, 8 })]
    [DataRow(new[] { 8, 8, 3 })]
    public void FlatRows_AreTakenToBeInTheOrderOfTraining(int[] trained)
    {
        ToyRow<bool>[] rows = trained[0] == 3 ? ImageData.Rows(40) : ImageData.Interleaved(ImageData.Rows(40));
        IDataView images = ImageData.View(_ml, rows, trained), flat = ImageData.View(_ml, rows, ImageData.Width);
        using DeepTransformer model = Trainer(s_small).Fit(images, images), validatedFlat = Trainer(s_small).Fit(images, flat);

        BitAssert.AreEqual(Scores.Of(model, images), Scores.Of(model, flat));
        Assert.AreEqual(model.TrainingHistory.Epochs[0].ValidationLoss, validatedFlat.TrainingHistory.Epochs[0].ValidationLoss);
    }

    /// <summary>A grey image has one order of numbers, wherever its type names the one channel.</summary>
    [TestMethod]
    public void GreyImages_OfAnyDimensions_AreScoredAlike()
    {
        ToyRow<bool>[] rows = ToyData.Rows(40, seed: 1, features => features[0] > 0, featureCount: 64);
        IDataView images = ImageData.View(_ml, rows, 1, 8, 8);
        using DeepTransformer model = Trainer(s_small).Fit(images);

        BitAssert.AreEqual(Scores.Of(model, images), Scores.Of(model, ImageData.View(_ml, rows, 8, 8, 1)));
        BitAssert.AreEqual(Scores.Of(model, images), Scores.Of(model, ImageData.View(_ml, rows, 8, 8)));
    }

    [TestMethod]
    public void FlatTrainingRows_WithAnInputShape_HaveItsDimensions()
    {
        using DeepTransformer model = Trainer(s_small with { InputShape = [3, 8, 8] }).Fit(Images(ImageData.Width));

        BitAssert.AreFinite(Scores.Of(model, Images(3, 8, 8)));
        Assert.AreEqual(Mismatch([3, 8, 8], [8, 8, 3]), Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(Images(8, 8, 3))).Message);
    }

    /// <summary>Where the shape is set, or known by the training rows, nobody is told to set it.</summary>
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Validation_OfAnotherWidth_IsRefusedAsSuch(bool isShapeSet)
    {
        CnnOptions options = isShapeSet ? s_small with { InputShape = [3, 8, 8] } : s_small;
        IDataView wider = ImageData.View(_ml, ToyData.Rows(20, seed: 1, features => features[0] > 0, featureCount: 300), 300);

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Trainer(options).Fit(Images(3, 8, 8), wider));

        Assert.AreEqual($"Schema mismatch for feature column 'Features': expected 192 slots, as in training, got 300. {Remedy}", error.Message);
    }

    private static string Mismatch(int[] expected, int[] got) =>
        $"Schema mismatch for feature column 'Features': expected Vector<Single, {string.Join(", ", expected)}>, as in training, got Vector<Single, {string.Join(", ", got)}>. {Remedy}";

    private IDataView Images(params int[] dimensions) => ImageData.View(_ml, ImageData.Rows(40), dimensions);

    private DeepTrainer Trainer(CnnOptions options) => _ml.BinaryClassification.Trainers.Cnn(options);
}
