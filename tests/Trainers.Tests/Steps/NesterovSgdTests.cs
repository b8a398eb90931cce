using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class NesterovSgdTests
{
    private const double LearningRate = 0.1;

    [TestMethod]
    [DataRow(0.0, 0.0)]
    [DataRow(0.9, 0.0)]
    [DataRow(0.9, 0.1)]
    public void Steps_FollowThePaper(double momentum, double weightDecay)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] gradients = [0.5f, -2, 1e-3f, 0, 3, -0.1f];
        Weight weight = new("weight", tensor([1.5f]), WeightGroup.Matrix), bias = new("bias", tensor([1.5f]), WeightGroup.Free);
        FlatWeights weights = new([weight, bias], CPU);
        NesterovSgd optimizer = new(weights, momentum, weightDecay);
        foreach (float gradient in gradients)
        {
            weights.Gradients.fill_(gradient);
            using IDisposable noGradient = no_grad();
            optimizer.Step(LearningRate);
        }

        Assert.AreEqual(ByHand(gradients, momentum, weightDecay), OnnxRun.Values(weight.Value)[0], 1e-5);
        Assert.AreEqual(ByHand(gradients, momentum, weightDecay: 0), OnnxRun.Values(bias.Value)[0], 1e-5);
    }

    [TestMethod]
    public void Steps_OfATable_MoveTheRowsOfABatchAndLeaveTheOthers()
    {
        using DisposeScope scope = NewDisposeScope();
        RowTable table = new(full([3, 2], 1.5f));
        RowSgd optimizer = new(table, momentum: 0.9);
        (long[] Rows, float Gradient)[] batches = [([0, 2], 0.5f), ([0], -2), ([0, 2], 1e-3f)];
        foreach ((long[] rows, float gradient) in batches)
        {
            (table.Take(tensor(rows)) * gradient).sum().backward();
            using IDisposable noGradient = no_grad();
            optimizer.Step(LearningRate);
        }

        float[] values = OnnxRun.Values(table.Values);
        Assert.AreEqual(ByHand([0.5f, -2, 1e-3f], 0.9, 0), values[0], 1e-5);
        Assert.AreEqual(ByHand([0.5f, 1e-3f], 0.9, 0), values[4], 1e-5);
        Assert.AreSequenceEqual([1.5f, 1.5f], values[2..4]);
    }

    /// <summary>Equations 3 and 4 of Sutskever et al. 2013, in the weights that the gradient is taken at.</summary>
    private static double ByHand(float[] gradients, double momentum, double weightDecay)
    {
        double ahead = 1.5, velocity = 0; // the weights plus what momentum will do
        foreach (float gradient in gradients)
        {
            ahead *= 1 - (LearningRate * weightDecay);
            double next = (momentum * velocity) - (LearningRate * gradient);
            ahead += next - (momentum * velocity) + (momentum * next);
            velocity = next;
        }
        return ahead;
    }
}
