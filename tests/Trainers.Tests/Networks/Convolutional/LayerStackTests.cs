using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Layers that are made of others: one behind the other, side by side, and with a shortcut.</summary>
[TestClass]
public sealed class LayerStackTests
{
    [TestMethod]
    public void Stack_OfNothing_IsItsInput()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor input = ones(1, 2, 3, 4);

        Assert.AreSame(input, new LayerStack([]).Forward(input, training: true));
        Assert.AreEqual(0, new LayerStack([]).WidestOutput);
    }

    [TestMethod]
    public void Parts_SumConcatenateAndFollowEachOther()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        (LayerStack one, LayerStack other) = Two(random);
        Tensor images = Maps.Random(new ImageMap(2, 6, 5), rows: 3, random);
        Tensor first = one.Forward(images, training: true), second = other.Forward(images, training: true);

        OnnxRun.AssertClose(first + second, OnnxRun.Values(new Residual(one, other).Forward(images, training: true)));
        OnnxRun.AssertClose(first + images, OnnxRun.Values(new Residual(one, new LayerStack([])).Forward(images, training: true)));
        OnnxRun.AssertClose(cat([first, second], 1), OnnxRun.Values(new Branches([one, other]).Forward(images, training: true)));
        OnnxRun.AssertClose(other.Forward(first, training: true), OnnxRun.Values(new LayerStack([one, other]).Forward(images, training: true)));
    }

    [TestMethod]
    public void Parts_InTraining_KnowIt()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        BatchNormalizationLayer norm = new("norm", 2);
        Tensor images = Maps.Random(new ImageMap(2, 6, 5), rows: 3, random) + 5;

        new Residual(new LayerStack([norm]), new LayerStack([])).Forward(images, training: false);
        Assert.AreSequenceEqual([0f, 0], OnnxRun.Values(norm.Weights[2].Value));
        new Residual(new LayerStack([norm]), new LayerStack([])).Forward(images, training: true);
        Assert.IsTrue(OnnxRun.Values(norm.Weights[2].Value).All(mean => mean > 0.4f));
    }

    /// <summary>A convolution of 2 channels into 2 by 3×3 on 6×5 takes 2·2·9·60 operations, and one by 1×1 2·2·60.</summary>
    [TestMethod]
    public void Costs_OfParts_AddUp()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        (LayerStack one, LayerStack other) = Two(random);

        Assert.AreEqual(2160, one.OperationsPerRow);
        Assert.AreEqual(240, other.OperationsPerRow);
        foreach (ILayer both in (ILayer[])[new Residual(one, other), new Branches([one, other]), new LayerStack([one, other])])
        {
            Assert.AreEqual(2400, both.OperationsPerRow);
            Assert.AreSequenceEqual(["one.weight", "other.weight"], both.Weights.Select(weight => weight.Name));
            Assert.AreEqual(both is Branches ? 120 : 60, both.WidestOutput);
        }
    }

    [TestMethod]
    public void GlobalAveragePooling_IsTheMeanOfEachChannel()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor images = tensor([1f, 2, 3, 4, 10, 20, 30, 40], 1, 2, 2, 2);

        Assert.AreSequenceEqual([2.5f, 25], OnnxRun.Values(new GlobalAveragePooling().Forward(images, training: true)));
    }

    private static (LayerStack One, LayerStack Other) Two(FitRandom random)
    {
        LayerStack Stack(string name, int kernelSize) => new([new Convolution(name, new ImageMap(2, 6, 5), outputs: 2, kernelSize, stride: 1, groups: 1, gain: 1, random.Host)]);
        return (Stack("one", 3), Stack("other", 1));
    }
}
