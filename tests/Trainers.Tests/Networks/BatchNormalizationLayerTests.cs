using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class BatchNormalizationLayerTests
{
    [TestMethod]
    public void Forward_InTraining_NormalizesTheBatchAndFollowsItsAverages()
    {
        using DisposeScope scope = NewDisposeScope();
        BatchNormalizationLayer layer = new("norm", 1);
        Tensor input = tensor([1f, 3], 2, 1); // mean 2, sample variance 2

        float[] output = OnnxRun.Values(layer.Forward(input, training: true));

        Assert.AreEqual(-1, output[0], 1e-4);
        Assert.AreEqual(1, output[1], 1e-4);
        Assert.AreEqual(0.2f, Average(layer, "norm.running_mean"), 1e-6f); // a tenth of the way from 0 to 2
        Assert.AreEqual(1.1f, Average(layer, "norm.running_var"), 1e-6f); // and from 1 to 2
    }

    [TestMethod]
    [DataRow(1, true, DisplayName = "One row in training has no variance")]
    [DataRow(2, false, DisplayName = "Scoring")]
    public void Forward_Otherwise_NormalizesByTheAveragesAndLeavesThem(int rows, bool training)
    {
        using DisposeScope scope = NewDisposeScope();
        BatchNormalizationLayer layer = new("norm", 1);

        float[] output = OnnxRun.Values(layer.Forward(full([rows, 1], 4f), training));

        Assert.IsTrue(output.All(value => Math.Abs(value - 4) < 1e-4));
        Assert.AreEqual(0f, Average(layer, "norm.running_mean"));
        Assert.AreEqual(1f, Average(layer, "norm.running_var"));
    }

    [TestMethod]
    public void Forward_OfOneImageInTraining_NormalizesOverItsPlaces()
    {
        using DisposeScope scope = NewDisposeScope();
        BatchNormalizationLayer layer = new("norm", 1);

        float[] output = OnnxRun.Values(layer.Forward(tensor([1f, 3], 1, 1, 2, 1), training: true));

        Assert.AreEqual(-1, output[0], 1e-4);
        Assert.AreEqual(1, output[1], 1e-4);
        Assert.AreEqual(0.2f, Average(layer, "norm.running_mean"), 1e-6f);
    }

    [TestMethod]
    public void Forward_OfOneImageOfOnePlaceInTraining_NormalizesByTheAverages()
    {
        using DisposeScope scope = NewDisposeScope();
        BatchNormalizationLayer layer = new("norm", 2);

        float[] output = OnnxRun.Values(layer.Forward(full([1, 2, 1, 1], 4f), training: true));

        Assert.IsTrue(output.All(value => Math.Abs(value - 4) < 1e-4));
        Assert.AreEqual(0f, Average(layer, "norm.running_mean"));
    }

    private static float Average(BatchNormalizationLayer layer, string name) =>
        OnnxRun.Values(layer.Weights.Single(weight => weight.Name == name).Value)[0];
}
