using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Learning from rows and preparing them end between blocks when the fit is cancelled.</summary>
[TestClass]
public sealed class CancelledRowsTests
{
    private const int Rows = 5000, Width = 1100; // several blocks, by rows and by columns

    public static IEnumerable<object[]> Learned => Cases("dense", "sparse", "images");

    public static IEnumerable<object[]> Prepared => Cases("dense", "sparse"); // images are so batch by batch

    [TestMethod]
    [DynamicData(nameof(Learned))]
    public void LearnScaling_Cancelled_Ends(string kind, long budget, int checks)
    {
        using IFeatureRows rows = Filled(kind, budget);
        using Tensor all = arange(Rows, dtype: ScalarType.Int32);

        Assert.ThrowsExactly<OperationCanceledException>(() => rows.LearnScaling(all, CPU, AfterSome(checks)));
    }

    [TestMethod]
    [DynamicData(nameof(Prepared))]
    public void Prepare_Cancelled_Ends(string kind, long budget, int checks)
    {
        using DisposeScope scope = NewDisposeScope();
        using IFeatureRows rows = Filled(kind, budget);
        RobustScaling scaling = new(zeros(Width), ones(Width));

        Assert.ThrowsExactly<OperationCanceledException>(() => rows.Prepare(scaling, CPU, AfterSome(checks)));
    }

    private static IEnumerable<object[]> Cases(params string[] kinds) =>
        from kind in kinds
        from budget in (long[])[long.MaxValue, 1]
        from checks in (int[])[0, 1]
        select new object[] { kind, budget, checks };

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

    private static IFeatureRows Filled(string kind, long bytes)
    {
        RowBudget budget = TestBudget.Of(bytes);
        IFeatureRows rows = kind switch
        {
            "dense" => new DenseRows(Width, Rows, budget),
            "sparse" => new SparseRows(Width, Rows, budget),
            _ => new ImageRows(new ImageShape(new ImageMap(1, 1, Width), IsSignal: true, IsInterleaved: false), Rows, budget),
        };
        for (int row = 0; row < Rows; row++)
        {
            rows.Add(new VBuffer<float>(Width, 2, [1f, row], [row % 1000, 1000 + row % 100]));
        }
        return rows;
    }
}
