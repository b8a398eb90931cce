using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Sparse rows are prepared and cut into batches as dense ones are.</summary>
[TestClass]
public sealed class SparseRowsTests
{
    private const int Width = 7;

    // Slot 3 is never there, slot 5 is mostly there, slot 6 is there in the last row only.
    private static readonly float[][] s_rows =
    [
        [0, 1, 0, 0, 0, 3, 0],
        [0, 0, 0, 0, 0, 4, 0],
        [2, 0, float.NaN, 0, 0, 5, 0],
        [0, -1, 1, 0, 1e30f, 0, 0],
        [0, 0, 0, 0, 0, 7, 9],
    ];

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Batch_OfSparseRows_HasTheNumbersOfDenseOnes(bool isDense)
    {
        using DisposeScope scope = NewDisposeScope();
        ILayer scaling = Filled(new DenseRows(Width, 5, TestBudget.Default), isDense).LearnScaling(tensor([0, 1, 2, 3]), CPU, TestBudget.NeverCancelled);
        Tensor which = tensor([4L, 0, 2, 2, 3]);

        Tensor expected = Filled(new DenseRows(Width, 5, TestBudget.Default), isDense).Prepare(scaling, CPU, TestBudget.NeverCancelled).Batch(which);
        Tensor actual = Filled(new SparseRows(Width, null, TestBudget.Default), isDense).Prepare(scaling, CPU, TestBudget.NeverCancelled).Batch(which);

        Tensor columns = actual.SparseIndices.select(0, 1).unique().output;
        Assert.AreSequenceEqual([0L, 1, 2, 3, 4], columns.data<long>()); // those of the slots 0, 1, 2, 4 and 5
        Assert.AreSequenceEqual([5L, 5], actual.shape);
        OnnxRun.AssertClose(expected.index_select(1, tensor([0L, 1, 2, 4, 5])), OnnxRun.Values(actual.mm(eye(5))));
        Assert.AreEqual(0, expected.select(1, 3).abs().sum().item<float>() + expected.select(1, 6).abs().sum().item<float>());
    }

    [TestMethod]
    public void Row_OfSparseRows_HasWhatIsNotZero()
    {
        using SparseRows rows = (SparseRows)Filled(new SparseRows(Width, null, TestBudget.Default), isDense: true);

        Assert.AreEqual(5, rows.Count);
        Assert.AreSequenceEqual([0, 2, 5], Slots(rows.Row(2)));
        Assert.AreSequenceEqual([2, float.NaN, 5], Values(rows.Row(2)));
        Assert.AreEqual(11.0 / 35, rows.Density, 1e-12);
    }

    /// <summary>On a GPU what else is left would be the rows in the computer's memory, for the whole fit.</summary>
    [TestMethod]
    public void Prepare_InMemory_LeavesTheTensorsOfTheBatchesAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        RobustScaling scaling = new(zeros(Width), ones(Width));
        IFeatureRows rows = Filled(new SparseRows(Width, null, TestBudget.Of(long.MaxValue)), isDense: false);
        int before = scope.DisposablesCount;
        scaling.ToFunction();
        int ofScaling = scope.DisposablesCount - before; // as wide as a row

        rows.Prepare(scaling, CPU, TestBudget.NeverCancelled);

        Assert.AreEqual(before + 2 * ofScaling - 2 + 5, scope.DisposablesCount); // starts and numbers become starts, firsts, ends, columns and values
    }

    [TestMethod]
    public void Rows_OfManyMoreNumbersThanExpected_AreAllKept()
    {
        const int Count = 50_000;
        using SparseRows rows = new(Count, expectedRows: 1, TestBudget.Default);
        for (int row = 0; row < Count; row++)
        {
            rows.Add(new VBuffer<float>(Count, 3, [row + 1, 2, 3], [row / 2, (row / 2) + 1, (row / 2) + 2]));
        }

        Assert.AreEqual(Count, rows.Count);
        for (int row = 0; row < Count; row += 777)
        {
            Assert.AreSequenceEqual([row / 2, (row / 2) + 1, (row / 2) + 2], Slots(rows.Row(row)));
            Assert.AreSequenceEqual([row + 1f, 2, 3], Values(rows.Row(row)));
        }
    }

    [TestMethod]
    [DataRow(10, 0.0)]
    [DataRow(32, 0.0)]
    [DataRow(64, 0.5)]
    [DataRow(1000, 0.75)]
    public void DefaultDropout_OfSparseRows_LeavesThirtyTwoNumbers(int numbers, double dropout)
    {
        using DisposeScope scope = NewDisposeScope();
        SparseRows rows = new(3000, null, TestBudget.Default);
        for (int row = 0; row < 8; row++)
        {
            rows.Add(new VBuffer<float>(3000, numbers, [.. Enumerable.Repeat(1f, numbers)], [.. Enumerable.Range(row * numbers % 2000, numbers)]));
        }

        Assert.AreEqual(dropout, Prepared(rows).DefaultDropout);
    }

    [TestMethod]
    public void FirstLayer_OfSparseRows_BeginsWithOutputsOfItsGain()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(1);
        using SparseRows rows = new(3000, null, TestBudget.Default);
        for (int row = 0; row < 200; row++)
        {
            rows.Add(new VBuffer<float>(3000, 20, [.. Enumerable.Range(1, 20).Select(value => (float)value)], [.. Enumerable.Range(row * 14, 20)]));
        }
        ITabularBatches batches = Prepared(rows);

        Tensor outputs = batches.FirstLayer("first", 100, gain: 3, random).Forward(batches.Batch(arange(200)), training: false);

        Assert.AreEqual(3, outputs.std().item<float>(), 0.3);
        Assert.AreEqual(21, batches.ValuesPerRow); // rounded up
    }

    private static ITabularBatches Prepared(SparseRows rows) => (ITabularBatches)rows.Prepare(
        rows.LearnScaling(arange(rows.Count, dtype: ScalarType.Int32), CPU, TestBudget.NeverCancelled), CPU, TestBudget.NeverCancelled);

    private static int[] Slots(ReadOnlySpan<SlotValue> row) => [.. row.ToArray().Select(number => number.Slot)];

    private static float[] Values(ReadOnlySpan<SlotValue> row) => [.. row.ToArray().Select(number => number.Value)];

    private static IFeatureRows Filled(IFeatureRows rows, bool isDense)
    {
        foreach (float[] row in s_rows)
        {
            int[] slots = [.. Enumerable.Range(0, Width).Where(slot => row[slot] != 0 || slot == 3)]; // a stored zero is a zero, too
            rows.Add(isDense ? new VBuffer<float>(Width, row) : new VBuffer<float>(Width, slots.Length, [.. slots.Select(slot => row[slot])], slots));
        }
        return rows;
    }
}
