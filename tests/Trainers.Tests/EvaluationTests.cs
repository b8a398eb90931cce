using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class EvaluationTests
{
    [TestMethod]
    public void Evaluation_OfManyBlocks_IsTheMeanOverAllRows()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        const int Count = 10_000; // more rows than are computed on at once
        Network network = new(new ActivationLayer(Activation.Tanh), [new Dense("output", 3, 1, gain: 1, random.Host)], CPU);
        Tensor features = randn([Count, 3], generator: random.Host), targets = randn([Count], generator: random.Host);
        RegressionTask task = new();

        (double loss, double metric) = Evaluation.Of(network, task, new Rows(new DenseBatches(features), targets, Weights: null, arange(Count, dtype: ScalarType.Int64)));

        Tensor errors = (network.Forward(features, training: false).squeeze(-1) - targets).square();
        Assert.AreEqual(errors.mean().item<float>(), loss, 1e-5);
        Assert.AreEqual(1 - (errors.sum() / (targets - targets.mean()).square().sum()).item<float>(), metric, 1e-5);
    }
}
