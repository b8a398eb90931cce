using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Whole networks have the gradients that LibTorch's operations give, also where maps come together and part again.</summary>
[TestClass]
public sealed class NetworkGradientTests
{
    public static IEnumerable<object[]> Backbones =>
        from backbone in Enum.GetValues<CnnBackbone>()
        from isSignal in (bool[])[false, true]
        where backbone is CnnBackbone.Automatic || isSignal == backbone is CnnBackbone.FullyConvolutional or CnnBackbone.SignalResNet or CnnBackbone.InceptionTime
        select new object[] { backbone, isSignal };

    [TestMethod]
    [DynamicData(nameof(Backbones))]
    public void Gradients_OfANetwork_AreThoseOfLibTorchsOperations(CnnBackbone backbone, bool isSignal)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor Loss, FlatWeights Weights) plain = Step(backbone, isSignal, joined: false), joined = Step(backbone, isSignal, joined: true);

        Assert.AreEqual(plain.Loss.item<float>(), joined.Loss.item<float>(), 1e-4);
        AssertNear(plain.Weights.Gradients, joined.Weights.Gradients);
        AssertNear(plain.Weights.Values, joined.Weights.Values); // with the running averages
        CollectionAssert.AreNotEqual(OnnxRun.Values(plain.Weights.Gradients), OnnxRun.Values(joined.Weights.Gradients)); // which were not computed in the same way
    }

    private static (Tensor Loss, FlatWeights Weights) Step(CnnBackbone backbone, bool isSignal, bool joined)
    {
        using IDisposable wish = Scripts.Wanted(joined);
        using FitRandom random = new(1, CPU);
        ImageShape shape = new(isSignal ? new ImageMap(3, 1, 41) : new ImageMap(3, 20, 18), isSignal, IsInterleaved: true);
        CnnOptions options = new() { Backbone = backbone, Channels = 16, HorizontalFlip = false, CropPadding = 0, Dropout = 0 };
        Network network = new(new ChannelScaling(shape, zeros(3), ones(3)), Cnn.Layers(options, shape, outputCount: 4, random), CPU);
        Tensor images = Maps.Random(shape.Map, rows: 24, random);
        Tensor loss = network.Forward(images, training: true).pow(2).mean();
        loss.backward();
        return (loss, network.Weights);
    }

    /// <summary>In their direction and length: where a value is all but 0, a last digit decides whether a ReLU passes it.</summary>
    private static void AssertNear(Tensor expected, Tensor actual) => Assert.IsLessThan(0.003f, ((expected - actual).norm() / expected.norm()).item<float>());
}
