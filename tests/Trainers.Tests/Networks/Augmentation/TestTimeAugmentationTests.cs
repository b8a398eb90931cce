using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Scores by an image and its mirror image: <see cref="MirrorAveraging"/>.</summary>
[TestClass]
public sealed class TestTimeAugmentationTests
{
    private static readonly ImageShape s_shape = new(new ImageMap(2, 6, 7), IsSignal: false, IsInterleaved: false);

    [TestMethod]
    public void Scores_OfAnImageAndItsMirrorImage_AreEqual()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor images = Maps.Random(s_shape.Map, rows: 5, random), mirrored = images.flip(3);

        float[] scores = Scores(isAugmented: true, images), without = Scores(isAugmented: false, images), withoutOfMirrored = Scores(isAugmented: false, mirrored);

        OnnxRun.AssertClose(tensor(scores), Scores(isAugmented: true, mirrored));
        OnnxRun.AssertClose(tensor(scores), [.. without.Zip(withoutOfMirrored, (one, other) => (one + other) / 2)]);
        Assert.IsGreaterThan(0.01, without.Zip(withoutOfMirrored, (one, other) => Math.Abs(one - other)).Max());
    }

    [TestMethod]
    public void MirrorImages_StandBehindTheirImages()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor images = arange(12, dtype: ScalarType.Float32).view(2, 1, 2, 3);

        Assert.AreSequenceEqual(
            [0f, 1, 2, 3, 4, 5, 2, 1, 0, 5, 4, 3, 6, 7, 8, 9, 10, 11, 8, 7, 6, 11, 10, 9], OnnxRun.Values(MirrorAveraging.Pairs(images)));
    }

    [TestMethod]
    public void Training_SeesTheImagesAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        LayerStack network = new([new GlobalAveragePooling()]);
        Tensor images = Maps.Random(s_shape.Map, rows: 5, random);

        BitAssert.AreEqual(
            OnnxRun.Values(network.Forward(images, training: true)),
            OnnxRun.Values(new MirrorAveraging(network, s_shape.Map, outputCount: 2).Forward(images, training: true)));
    }

    /// <summary>By it <see cref="Evaluation"/> chooses how many rows it computes on at once.</summary>
    [TestMethod]
    public void WidestOutput_IsThatOfTwoImages()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        long Widest(CnnOptions options) => Cnn.Layers(options, s_shape, outputCount: 2, random).Max(layer => layer.WidestOutput);

        Assert.AreEqual(4 * 6 * 7, Widest(new CnnOptions { Channels = 4 }));
        Assert.AreEqual(2 * 4 * 6 * 7, Widest(new CnnOptions { Channels = 4, TestTimeAugmentation = true }));
    }

    /// <summary>The scores by ONNX Runtime of a network of always the same weights.</summary>
    private static float[] Scores(bool isAugmented, Tensor images)
    {
        using FitRandom random = new(3, CPU);
        LayerStack network = new(Cnn.Layers(new CnnOptions { TestTimeAugmentation = isAugmented, Channels = 4 }, s_shape, outputCount: 2, random));
        return OnnxRun.Scores(Maps.Graph(s_shape.Map, network, outputs: 2), Maps.Flat(images));
    }
}
