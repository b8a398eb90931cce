using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class SparseQuartilesTests
{
    [TestMethod]
    [DataRow(1L, DisplayName = "slot by slot")]
    [DataRow(100L, DisplayName = "in parts")]
    [DataRow(long.MaxValue, DisplayName = "at once")]
    public void Learn_FromSparseRows_LearnsWhatDenseRowsTeach(long numbersAtOnce)
    {
        using DisposeScope scope = NewDisposeScope();
        const int Rows = 41, Width = 60; // column c has numbers in about c of 60 rows
        Random random = new(1);
        float[] Row() => [.. Enumerable.Range(0, Width).Select(column => random.Next(Width) >= column ? 0 : random.Next(8) switch
        {
            0 => float.NaN,
            1 => 7,
            _ => 2 * random.NextSingle() - 0.5f,
        })];
        using SparseRows sparse = new(Width, null, TestBudget.Default);
        using DenseRows dense = new(Width, null, TestBudget.Default);
        for (int row = 0; row < Rows; row++)
        {
            VBuffer<float> features = new(Width, Row());
            sparse.Add(features);
            dense.Add(features);
        }
        Tensor rows = arange(1, Rows, dtype: ScalarType.Int32);

        ILayer expected = dense.LearnScaling(rows, CPU, TestBudget.NeverCancelled);
        RobustScaling actual = SparseQuartiles.Learn(sparse, rows, numbersAtOnce, CPU, TestBudget.NeverCancelled);

        BitAssert.AreEqual(OnnxRun.Values(expected.Weights[0].Value), OnnxRun.Values(actual.Weights[0].Value));
        BitAssert.AreEqual(OnnxRun.Values(expected.Weights[1].Value), OnnxRun.Values(actual.Weights[1].Value));
        Assert.Contains(0f, OnnxRun.Values(actual.Weights[0].Value));
        Assert.IsNotEmpty(OnnxRun.Values(actual.Weights[0].Value).Where(median => median != 0));
    }
}
