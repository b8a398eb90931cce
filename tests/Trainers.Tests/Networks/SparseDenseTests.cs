using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>The sparse layer computes what a dense one computes, and gives gradients to the rows that a batch uses.</summary>
[TestClass]
public sealed class SparseDenseTests
{
    private static readonly int[] s_features = [2, 3, 5, 9];

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Outputs_AreThoseOfAMatrixProduct(bool training)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = Weights(), input = Input();
        SparseDense layer = new("layer", 10, s_features, weights.clone());

        OnnxRun.AssertClose(input.mm(weights), OnnxRun.Values(layer.Forward(Sparse.Of(input), training)));
    }

    [TestMethod]
    public void Gradient_OfABatch_IsThatOfTheRowsItUses()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = Weights().requires_grad_(true), input = Input(), factors = arange(9, dtype: ScalarType.Float32).view(3, 3);
        SparseDense layer = new("layer", 10, s_features, weights.detach().clone());

        (layer.Forward(Sparse.Of(input), training: true) * factors).sum().backward();
        (input.mm(weights) * factors).sum().backward();

        RowTable table = layer.Tables[0];
        Assert.AreSequenceEqual([0L, 1, 3], table.Rows.data<long>()); // no row has a number in column 2
        OnnxRun.AssertClose(weights.grad!.index_select(0, table.Rows), OnnxRun.Values(table.Gradient));
    }

    [TestMethod]
    public void FromOnnx_TakesTheTableBitForBit()
    {
        using DisposeScope scope = NewDisposeScope();
        SparseDense written = new("layer", 10, s_features, Weights()), read = new("layer", 10, s_features, zeros(4, 3));

        read.FromOnnx(OnnxReader.Read(OnnxRun.Graph(10, 3, written.ToOnnx)).Graph);

        BitAssert.AreEqual(OnnxRun.Values(written.Tables[0].Values), OnnxRun.Values(read.Tables[0].Values));
    }

    [TestMethod]
    public void StoredCount_CountsTheWholeMatrix()
    {
        using DisposeScope scope = NewDisposeScope();
        ILayer layer = new SparseDense("layer", 10, s_features, Weights());
        OnnxGraph graph = OnnxReader.Read(OnnxRun.Graph(10, 3, layer.ToOnnx)).Graph;

        Assert.AreEqual(graph.Initializers.Sum(constant => constant.Singles.Length), layer.StoredCount);
    }

    private static Tensor Weights() => arange(12, dtype: ScalarType.Float32).view(4, 3) - 5;

    private static Tensor Input() => tensor([0.5f, 0, 0, 2, 0, 0, 0, 0, -1, 3, 0, 1], 3, 4);
}
