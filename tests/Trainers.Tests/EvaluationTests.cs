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

        (double loss, double metric) = Evaluation.Of(network, task, new Rows(new DenseBatches(features), new RowTargets(targets, weights: null), arange(Count, dtype: ScalarType.Int64)), TestBudget.NeverCancelled);

        Tensor errors = (network.Forward(features, training: false).squeeze(-1) - targets).square();
        Assert.AreEqual(errors.mean().item<float>(), loss, 1e-5);
        Assert.AreEqual(1 - (errors.sum() / (targets - targets.mean()).square().sum()).item<float>(), metric, 1e-5);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false, DisplayName = "Without validation rows, after the last step")]
    public void Evaluation_Cancelled_EndsBetweenBlocks(bool isOnOwnRows)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        using CancellationTokenSource source = new();
        const int Count = 10_000; // more rows than are computed on at once
        Network network = new(new ActivationLayer(Activation.Tanh), [new Dense("output", 3, 1, gain: 1, random.Host)], CPU);
        Rows training = new(new DenseBatches(zeros(Count, 3)), new RowTargets(zeros(Count), weights: null), arange(Count, dtype: ScalarType.Int32));
        CancellingBatches cancelling = new(training.Features, source, last: isOnOwnRows ? 1 : 2); // the first batch of training rows is the step's
        Rows measured = training with { Features = cancelling };
        MlpOptions options = new() { NumberOfEpochs = 1, BatchSize = Count, CancellationToken = source.Token };

        Assert.ThrowsExactly<OperationCanceledException>(
            () => BareFit.Run(network, isOnOwnRows ? training : measured, options, random, isOnOwnRows ? measured : null));

        Assert.AreEqual(isOnOwnRows ? 1 : 2, cancelling.Drawn);
    }

    /// <summary>Rows that cancel the fit when some batches are drawn.</summary>
    private sealed class CancellingBatches(IFeatureBatches rows, CancellationTokenSource source, int last) : IFeatureBatches
    {
        public long Count => rows.Count;

        public long ValuesPerRow => rows.ValuesPerRow;

        public long BytesInFile => rows.BytesInFile;

        internal int Drawn { get; private set; }

        public Tensor Batch(Tensor rowsOfBatch)
        {
            Drawn++;
            if (Drawn == last)
            {
                source.Cancel();
            }
            return rows.Batch(rowsOfBatch);
        }
    }
}
