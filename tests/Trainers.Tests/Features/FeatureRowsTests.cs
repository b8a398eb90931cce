using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>The form of feature rows follows from their width and the first thousand of them.</summary>
[TestClass]
public sealed class FeatureRowsTests
{
    private const int Wide = 1024; // slots

    [TestMethod]
    [DataRow(Wide - 1, 1, false, DisplayName = "too narrow")]
    [DataRow(Wide, 51, true, DisplayName = "4.98 % filled")]
    [DataRow(Wide, 52, false, DisplayName = "5.08 % filled")]
    public void Rows_OfSeveralWidthsAndShares_AreSparseOrDense(int width, int numbers, bool isSparse)
    {
        using IFeatureRows rows = Read(width, Enumerable.Repeat(numbers, 10));

        Assert.AreEqual(isSparse, rows is SparseRows);
    }

    [TestMethod]
    [DataRow(3, 500, true)]
    [DataRow(500, 3, false)]
    public void Rows_BehindTheFirstThousand_KeepTheForm(int first, int later, bool isSparse)
    {
        using IFeatureRows rows = Read(Wide, [.. Enumerable.Repeat(first, 1000), .. Enumerable.Repeat(later, 1000)]);

        Assert.AreEqual(isSparse, rows is SparseRows);
        Assert.AreEqual(2000, rows.Count);
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(500)]
    public void Rows_LikeOthers_TakeTheirForm(int numbers)
    {
        using SparseRows sparse = new(Wide, null, TestBudget.Default);
        using DenseRows dense = new(Wide, null, TestBudget.Default);
        using IFeatureRows likeSparse = Read(Wide, [numbers], sparse), likeDense = Read(Wide, [numbers], dense);

        Assert.IsInstanceOfType<SparseRows>(likeSparse);
        Assert.IsInstanceOfType<DenseRows>(likeDense);
    }

    [TestMethod]
    public void Rows_FoundToBeFilled_KeepTheirNumbers()
    {
        using DisposeScope scope = NewDisposeScope();
        DenseRows expected = new(Wide, null, TestBudget.Default);
        for (int row = 0; row < 10; row++)
        {
            expected.Add(Row(Wide, row, 200));
        }
        RobustScaling scaling = new(zeros(Wide), ones(Wide));

        Tensor actual = Read(Wide, Enumerable.Repeat(200, 10)).Prepare(scaling, CPU, TestBudget.NeverCancelled).Batch(arange(10));

        BitAssert.AreEqual(OnnxRun.Values(expected.Prepare(scaling, CPU, TestBudget.NeverCancelled).Batch(arange(10))), OnnxRun.Values(actual));
    }

    private static IFeatureRows Read(int width, IEnumerable<int> numbersOfRows, IFeatureRows? like = null)
    {
        using FeatureRows features = new(width, shape: null, sequence: null, expectedRows: null, TestBudget.Default, like);
        foreach ((int row, int numbers) in numbersOfRows.Index())
        {
            features.Add(Row(width, row, numbers));
        }
        return features.ToRows();
    }

    private static VBuffer<float> Row(int width, int row, int numbers) =>
        new(width, numbers, [.. Enumerable.Range(1, numbers).Select(value => (float)value * (row + 1))], [.. Enumerable.Range(row % (width - numbers), numbers)]);
}
