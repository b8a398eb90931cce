using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class EmbeddingTests
{
    private const int Tokens = 200_000;
    private const int Dimension = 4;

    // Else a table of 10⁶ tokens would cost a gradient and two moments of as many numbers in every step.
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.5)]
    public void Steps_MoveTheVectorsOfTheirTokensAloneAndHaveGradientsForNoOthers(double dropout)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor initial = randn([Tokens + 1, Dimension], generator: random.Host);
        Network network = new(
            new NoScaling(),
            [
                new Embedding("embedding", initial.clone(), dropout, random),
                new SequenceNetwork([new RecurrentLayer("rnn", 0, RecurrentCell.Lstm, Dimension, 3, false, random.Host)], new MaxOverSteps(), isPadded: true, longest: 3),
                new Dense("output", 3, 1, gain: 1, random.Host),
            ],
            CPU);
        LayeredStep step = new(network, new RegressionTask(), new RnnOptions { GradientClipNorm = 1 }, mix: null);
        RowTable table = network.Tables.Single();
        Tensor tokens = tensor([7L, 9, 7, Tokens, -1, -1], 2, 3);

        for (int repeat = 0; repeat < 20; repeat++)
        {
            step.Take(new Batch(tokens, tensor([1f, -1f]), Weights: null), 0.01);
            Assert.IsLessThanOrEqualTo(4, table.Gradient.size(0));
        }

        long[] moved = table.Values.ne(initial).any(1).nonzero().view(-1).data<long>().ToArray();
        Assert.AreSequenceEqual(dropout > 0 ? [0L, 7, 9, Tokens] : [7L, 9, Tokens], moved);
        Assert.IsFalse(table.Values.requires_grad);
        Assert.IsLessThan(Tokens, network.Weights.TrainedCount);
    }
}
