namespace MLNetDeep.Tests;

/// <summary>A convolutional network sees images, whatever the form of their rows.</summary>
[TestClass]
public sealed class ImageFitTests
{
    private static readonly CnnOptions s_small = new() { Channels = 8, NumberOfEpochs = 3, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> TinyImages =>
        from backbone in Enum.GetValues<CnnBackbone>()
        from dimensions in (int[][])[[1, 1, 1], [3, 1, 1], [1, 3, 2], [1, 1, 5], [1, 5, 1], [2, 1], [2, 3]]
        select new object[] { backbone, dimensions };

    [TestMethod]
    public void Cnn_OnBars_BeatsTheMajorityAndLinearModels()
    {
        IDataView train = Images(600, seed: 1), test = Images(300, seed: 2);
        bool[] labels = [.. test.GetColumn<bool>("Label")];
        double majority = Math.Max(labels.Average(label => label ? 1 : 0), labels.Average(label => label ? 0 : 1));
        double Accuracy(IEstimator<ITransformer> trainer)
        {
            ITransformer model = trainer.Fit(train);
            double measured = _ml.BinaryClassification.Evaluate(model.Transform(test)).Accuracy;
            (model as IDisposable)?.Dispose();
            return measured;
        }

        double network = Accuracy(_ml.BinaryClassification.Trainers.Cnn(s_small with { NumberOfEpochs = 15 }));

        Assert.IsGreaterThan(majority + 0.35, network);
        Assert.IsGreaterThan(Accuracy(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression()) + 0.3, network);
    }

    [TestMethod]
    public void Fit_OfInterleavedImages_GivesTheScoresOfOthers()
    {
        ToyRow<bool>[] rows = ImageData.Rows(200);
        IDataView planes = ImageData.View(_ml, rows, 3, 8, 8), pixels = ImageData.View(_ml, ImageData.Interleaved(rows), 8, 8, 3);
        using DeepTransformer ofPlanes = Fit(planes, s_small), ofPixels = Fit(pixels, s_small);

        Assert.AreSequenceEqual(Losses(ofPlanes), Losses(ofPixels));
        BitAssert.AreEqual(Scores.Of(ofPlanes, planes), Scores.Of(ofPixels, pixels));
    }

    [TestMethod]
    public void Fit_OfFlatRowsWithAnInputShape_GivesTheModelOfImages()
    {
        ToyRow<bool>[] rows = ImageData.Rows(200);
        using DeepTransformer shaped = Fit(ImageData.View(_ml, rows, 3, 8, 8), s_small);
        using DeepTransformer flat = Fit(ImageData.View(_ml, rows, ImageData.Width), s_small with { InputShape = [3, 8, 8] });

        Assert.IsTrue(shaped.Model.Graph.Span.SequenceEqual(flat.Model.Graph.Span));
    }

    /// <summary>Whole numbers are held as bytes and fractions as they are; each is brought to the same scale.</summary>
    [TestMethod]
    public void Fit_OfFractions_LearnsWhatItLearnsOfBytes()
    {
        ToyRow<bool>[] rows = ImageData.Rows(400);
        using DeepTransformer bytes = Fit(ImageData.View(_ml, rows, 3, 8, 8), s_small);
        using DeepTransformer fractions = Fit(ImageData.View(_ml, ImageData.Map(rows, pixel => pixel / 255), 3, 8, 8), s_small);

        foreach ((double ofBytes, double ofFractions) in Losses(bytes).Zip(Losses(fractions)))
        {
            Assert.AreEqual(ofBytes, ofFractions, 1e-3);
        }
    }

    [TestMethod]
    [DynamicData(nameof(TinyImages))]
    public void Images_SmallerThanTheKernels_GiveFiniteScores(CnnBackbone backbone, int[] dimensions)
    {
        int width = dimensions.Aggregate((product, size) => product * size);
        IDataView data = ImageData.View(_ml, ToyData.Rows(24, seed: 1, features => features[0] > 0, featureCount: width), dimensions);
        int? kernelSize = backbone is CnnBackbone.SmallResNet or CnnBackbone.ResNet18 ? null : 255;
        using DeepTransformer model = Fit(data, new CnnOptions { Backbone = backbone, Channels = 2, KernelSize = kernelSize, NumberOfEpochs = 1, Seed = 1 });

        Assert.AreEqual(StopReason.Completed, model.TrainingHistory.StopReason);
        BitAssert.AreFinite(Scores.Of(model, data));
    }

    private IDataView Images(int rows, int seed) => ImageData.View(_ml, ImageData.Rows(rows, seed), 3, 8, 8);

    private DeepTransformer Fit(IDataView data, CnnOptions options) => _ml.BinaryClassification.Trainers.Cnn(options).Fit(data);

    private static double[] Losses(DeepTransformer model) =>
        [.. model.TrainingHistory.Epochs.SelectMany(epoch => (double[])[epoch.TrainingLoss, epoch.ValidationLoss!.Value])];
}
