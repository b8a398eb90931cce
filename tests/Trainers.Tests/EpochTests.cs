using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class EpochTests
{
    [TestMethod]
    public void Epochs_VisitEveryRowOnceInEqualBatchesAndInAnOrderOfTheirOwn()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        const int Count = 20;
        BatchSpy spy = new();
        Network network = new(spy, [spy, new Dense("output", 1, 1, gain: 1, random.Host)], CPU);
        Rows rows = new(new DenseBatches(arange(Count, dtype: ScalarType.Float32).unsqueeze(1)), new RowTargets(zeros(Count), weights: null), arange(Count, dtype: ScalarType.Int64));

        BareFit.Run(network, rows, new MlpOptions { NumberOfEpochs = 3, BatchSize = 5 }, random);

        Assert.HasCount(12, spy.Batches);
        Assert.IsTrue(spy.Batches.All(batch => batch.Length == 5));
        float[][] epochs = [.. spy.Batches.Chunk(4).Select(batches => batches.SelectMany(batch => batch).ToArray())];
        foreach (float[] epoch in epochs)
        {
            Assert.AreSequenceEqual(Enumerable.Range(0, Count).Select(row => (float)row), epoch.Order());
        }
        Assert.AreEqual(3, epochs.Select(epoch => string.Join(' ', epoch)).Distinct().Count());
    }

    /// <summary>Passes its input on, and keeps the batches that are learned from.</summary>
    private sealed class BatchSpy : ILayer
    {
        internal List<float[]> Batches { get; } = [];

        public IReadOnlyList<Weight> Weights => [];

        public Tensor Forward(Tensor input, bool training)
        {
            if (training)
            {
                Batches.Add(OnnxRun.Values(input));
            }
            return input;
        }

        public string ToOnnx(OnnxGraphBuilder graph, string input) => input;
    }
}
