using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class RowAdamTests
{
    private const double LearningRate = 0.01;

    [TestMethod]
    public void Steps_MoveTheRowsOfABatchAsAdamDoesAndLeaveTheOthers()
    {
        using DisposeScope scope = NewDisposeScope();
        RowTable table = new(ones(3, 2));
        RowAdam optimizer = new(table);
        (long[] Rows, float Gradient)[] batches = [([0, 2], 0.5f), ([0], -2), ([0, 2], 1e-3f)];
        foreach ((long[] rows, float gradient) in batches)
        {
            (table.Take(tensor(rows)) * gradient).sum().backward();
            using IDisposable noGradient = no_grad();
            optimizer.Step(LearningRate);
        }

        float[] values = OnnxRun.Values(table.Values);
        Assert.AreEqual(ByHand([0.5, -2, 1e-3]), values[0], 1e-6);
        Assert.AreEqual(ByHand([0.5, null, 1e-3]), values[4], 1e-6);
        Assert.AreEqual(values[0], values[1]);
        Assert.AreSequenceEqual([1f, 1f], values[2..4]);
    }

    /// <summary>Algorithm 1 of Kingma and Ba 2015 for one number, in double precision; a step without gradient changes nothing but the time.</summary>
    private static double ByHand(double?[] gradients)
    {
        double weight = 1, mean = 0, variance = 0;
        for (int step = 1; step <= gradients.Length; step++)
        {
            if (gradients[step - 1] is double gradient)
            {
                mean = 0.9 * mean + 0.1 * gradient;
                variance = 0.999 * variance + 0.001 * gradient * gradient;
                weight -= LearningRate * (mean / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(variance / (1 - Math.Pow(0.999, step))) + 1e-8);
            }
        }
        return weight;
    }
}
