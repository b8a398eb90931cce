using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class FlatWeightsTests
{
    [TestMethod]
    public void Weights_BecomeViewsOfOneBufferAndTheirGradientsOfAnother()
    {
        using DisposeScope scope = NewDisposeScope();
        Weight average = new("average", tensor([9f]), WeightGroup.Computed);
        Weight bias = new("bias", tensor([5f, 6]), WeightGroup.Free);
        Weight matrix = new("matrix", tensor([1f, 2, 3, 4], 2, 2), WeightGroup.Matrix);
        FlatWeights weights = new([average, bias, matrix], CPU);

        Assert.AreSequenceEqual([5f, 6, 1, 2, 3, 4, 9], OnnxRun.Values(weights.Values));
        Assert.AreSequenceEqual([WeightGroup.Free, WeightGroup.Matrix], weights.Groups);
        Assert.AreSequenceEqual(["5 6", "1 2 3 4"], weights.ByGroup(weights.Values).Select(group => string.Join(' ', OnnxRun.Values(group))));
        Assert.AreEqual(6, weights.TrainedCount);

        Tensor loss = (matrix.Value.sum(0L) * bias.Value + average.Value).sum();
        loss.backward();
        Assert.AreSequenceEqual([4f, 6, 5, 6, 5, 6], OnnxRun.Values(weights.Gradients));

        using (no_grad())
        {
            weights.Values.fill_(7);
        }
        Assert.AreSequenceEqual([7f, 7], OnnxRun.Values(bias.Value));
        Assert.AreSequenceEqual([2L, 2], matrix.Value.shape);
    }
}
