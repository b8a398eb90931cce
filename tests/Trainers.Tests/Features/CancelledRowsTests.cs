using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Learning from rows and preparing them end between blocks when the fit is cancelled.</summary>
[TestClass]
public sealed class CancelledRowsTests
{
    private const int Rows = 5000, Width = 1100; // several blocks, by rows and by columns

    public static IEnumerable<object[]> Cases =>
        from isSparse in (bool[])[false, true]
        from budget in (long[])[long.MaxValue, 1]
        from checks in (int[])[0, 1]
        select new object[] { isSparse, budget, checks };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void LearnScaling_Cancelled_Ends(bool isSparse, long budget, int checks)
    {
        using IFeatureRows rows = Filled(isSparse, budget);
        using Tensor all = arange(Rows, dtype: ScalarType.Int32);

        Assert.ThrowsExactly<OperationCanceledException>(() => rows.LearnScaling(all, CPU, AfterSome(checks)));
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Prepare_Cancelled_Ends(bool isSparse, long budget, int checks)
    {
        using DisposeScope scope = NewDisposeScope();
        using IFeatureRows rows = Filled(isSparse, budget);
        RobustScaling scaling = new(zeros(Width), ones(Width));

        Assert.ThrowsExactly<OperationCanceledException>(() => rows.Prepare(scaling, CPU, AfterSome(checks)));
    }

    private static Action AfterSome(int checks)
    {
        int done = 0;
        return () =>
        {
            if (done++ == checks)
            {
                throw new OperationCanceledException();
            }
        };
    }

    private static IFeatureRows Filled(bool isSparse, long bytes)
    {
        RowBudget budget = TestBudget.Of(bytes);
        IFeatureRows rows = isSparse ? new SparseRows(Width, Rows, budget) : new DenseRows(Width, Rows, budget);
        for (int row = 0; row < Rows; row++)
        {
            rows.Add(new VBuffer<float>(Width, 2, [1f, row], [row % 1000, 1000 + row % 100]));
        }
        return rows;
    }
}
