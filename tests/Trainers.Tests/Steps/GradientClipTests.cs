using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class GradientClipTests
{
    [TestMethod]
    [DataRow(1.0, 0.6f, 0.8f, DisplayName = "A longer gradient keeps its direction")]
    [DataRow(10.0, 3f, 4f, DisplayName = "A shorter one is unchanged")]
    public void Apply_ScalesAGradientOfLengthFive(double maximumNorm, float first, float second)
    {
        using DisposeScope scope = NewDisposeScope();
        FlatWeights weights = WithGradient(3, 4);

        GradientClip.Apply([weights.Gradients], maximumNorm);

        float[] clipped = OnnxRun.Values(weights.Gradients);
        Assert.AreEqual(first, clipped[0], 1e-6f);
        Assert.AreEqual(second, clipped[1], 1e-6f);
    }

    [TestMethod]
    public void Apply_ToSeveralGradients_ScalesThemByOneFactor()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor first = tensor([3f]), second = tensor([4f, 0, 0], 3, 1);

        GradientClip.Apply([first, second], maximumNorm: 1);

        Assert.AreEqual(0.6f, OnnxRun.Values(first)[0], 1e-6f);
        Assert.AreEqual(0.8f, OnnxRun.Values(second)[0], 1e-6f);
    }

    [TestMethod]
    public void Apply_LeavesAGradientOfZero()
    {
        using DisposeScope scope = NewDisposeScope();
        FlatWeights weights = WithGradient(0, 0);

        GradientClip.Apply([weights.Gradients], maximumNorm: 1);

        Assert.AreSequenceEqual([0f, 0f], OnnxRun.Values(weights.Gradients));
    }

    private static FlatWeights WithGradient(params float[] gradient)
    {
        FlatWeights weights = new([new Weight("weight", zeros(gradient.Length), WeightGroup.Free)], CPU);
        weights.Gradients.copy_(tensor(gradient));
        return weights;
    }
}
