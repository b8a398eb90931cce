using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Where every batch has every feature, a sparse first layer learns step by step what a dense one learns.</summary>
[TestClass]
public sealed class SparseTrainingTests
{
    private const int Count = 12, Width = 5, Units = 3;

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.05, DisplayName = "with a gradient that is clipped")]
    public void Training_OfASparseLayer_IsThatOfADenseOne(double clipNorm)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU), same = new(1, CPU);
        Tensor features = randn([Count, Width], generator: random.Host), targets = (features.sum(1) > 0).to(ScalarType.Float32);
        randn([Count, Width], generator: same.Host).Dispose();
        Dense dense = new("first", Width, Units, gain: 1, random.Host), never = new("first", Width, Units, gain: 1, same.Host);
        SparseDense sparse = new("first", Width, [.. Enumerable.Range(0, Width)], never.Weights[0].Value.t().contiguous());
        MlpOptions options = new() { NumberOfEpochs = 10, BatchSize = 4, WeightDecay = 0, GradientClipNorm = clipNorm };

        BareFit.Run(NetworkOf(dense, random), RowsOf(new DenseBatches(features), targets), options, random);
        BareFit.Run(NetworkOf(sparse, same), RowsOf(Compressed(features), targets), options, same);

        OnnxRun.AssertClose(dense.Weights[0].Value.detach().t().contiguous(), OnnxRun.Values(sparse.Tables[0].Values));
        OnnxRun.AssertClose(dense.Weights[1].Value.detach(), OnnxRun.Values(sparse.Weights[0].Value.detach()));
        Assert.IsGreaterThan(0.01, (sparse.Tables[0].Values - never.Weights[0].Value.t()).abs().max().item<float>()); // it has moved
    }

    private static Network NetworkOf(ILayer first, FitRandom random) =>
        new(new ActivationLayer(Activation.Relu), [first, new ActivationLayer(Activation.Tanh), new Dense("output", Units, 1, gain: 1, random.Host)], CPU);

    private static Rows RowsOf(IFeatureBatches features, Tensor targets) => new(features, new RowTargets(targets, weights: null), arange(Count, dtype: ScalarType.Int64));

    private static SparseBatches Compressed(Tensor features) => new(
        new SparseColumns(Width, [.. Enumerable.Range(0, Width)], Count, Count * Width, features.square().sum().item<float>()),
        arange(Count + 1, dtype: ScalarType.Int64) * Width,
        arange(Width, dtype: ScalarType.Int32).repeat(Count),
        features.reshape(-1));
}
