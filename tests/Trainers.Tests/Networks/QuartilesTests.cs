using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class QuartilesTests
{
    public static IEnumerable<object[]> Columns =>
    [
        ["evenly spread", (float[])[0, 1, 2, 3, 4], 2f, 0.5f],
        ["between two values", (float[])[1, 2], 1.5f, 2f],
        ["with missing values", (float[])[float.NaN, 0, 1, float.PositiveInfinity, 2, 3, float.NegativeInfinity, 4, float.MaxValue], 2f, 0.5f],
        ["constant", (float[])[7, 7, 7], 7f, 0f],
        ["one value", (float[])[7], 7f, 0f],
        ["nothing known", (float[])[float.NaN, float.NegativeInfinity], 0f, 0f],
        ["no rows", (float[])[], 0f, 0f],
        ["rare others", (float[])[0, 0, 0, 0, 0, 0, 0, 0, 0, 4], 0f, 0.5f],
        ["tiny", (float[])[0, 1e-44f, 2e-44f], 1e-44f, 1e30f],
        ["huge", (float[])[-1.6e38f, 0, 1.6e38f], 0f, 1 / 1.6e38f],
    ];

    [TestMethod]
    [DynamicData(nameof(Columns))]
    public void Of_AColumn_IsItsMedianAndItsScale(string kind, float[] values, float median, float scale)
    {
        (float Median, float Scale) actual = Quartiles.Of([.. values], zeros: 0);

        Assert.AreEqual(median, actual.Median, kind);
        Assert.AreEqual(scale, actual.Scale, Math.Abs(scale) * 1e-6f, kind);
    }

    [TestMethod]
    public void Learn_LooksAtTheGivenRowsOfEachColumn()
    {
        using DisposeScope scope = NewDisposeScope();
        const int Width = 600; // more columns than are looked at in one go
        Tensor features = arange(Width, dtype: ScalarType.Float32).unsqueeze(0) + tensor([100f, 0, 1, 2]).unsqueeze(1);

        using DenseRows rows = new(Width, null, TestBudget.Default);
        for (int row = 0; row < 4; row++)
        {
            rows.Add(new VBuffer<float>(Width, OnnxRun.Values(features.select(0, row))));
        }

        RobustScaling scaling = Quartiles.Learn(rows, tensor([3, 1, 2]), CPU, TestBudget.NeverCancelled);

        Assert.AreSequenceEqual(Enumerable.Range(1, Width).Select(median => (float)median), OnnxRun.Values(scaling.Weights[0].Value));
        Assert.AreSequenceEqual(Enumerable.Repeat(1f, Width), OnnxRun.Values(scaling.Weights[1].Value));
    }
}
