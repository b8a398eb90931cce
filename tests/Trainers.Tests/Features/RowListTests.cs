using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>A list has what was appended, wherever it lives.</summary>
[TestClass]
public sealed class RowListTests
{
    private const int Count = 700_000; // of 4 bytes: more than is written or read at once
    private const int Step = 7;

    [TestMethod]
    [DataRow(long.MaxValue, false, true, DisplayName = "in memory")]
    [DataRow(long.MaxValue, true, true, DisplayName = "in memory, of known length")]
    [DataRow(4L * Count, true, true, DisplayName = "in memory that is just enough")]
    [DataRow(4L * Count - 1, true, false, DisplayName = "in a file from the start")]
    [DataRow(4L << 20, false, true, DisplayName = "in memory that is just enough to grow in")]
    [DataRow((4L << 20) - 20, false, false, DisplayName = "moved since a copy would be too much")]
    [DataRow(500_000L, false, false, DisplayName = "moved in the middle")]
    [DataRow(1L, false, false, DisplayName = "moved at the first element")]
    public void List_OfAnyBudget_HasWhatWasAppended(long bytes, bool isKnown, bool isInMemory)
    {
        RowBudget budget = TestBudget.Of(bytes);
        using RowList<int> list = Filled(budget, isKnown);

        Assert.AreEqual(isInMemory, list.IsInMemory);
        Assert.AreEqual(isInMemory ? bytes - 4L * Count : bytes, budget.Left);
        Assert.AreEqual(isInMemory ? null : 4L * Count, list.ToFile()?.Length);
        Assert.AreEqual(Count, list.Count);
        foreach (int start in (int[])[0, 1, 300_000, 650_000, 5, Count - 9, 262_140]) // forwards, and back
        {
            int[] expected = [.. Enumerable.Range(start, 9)], read = new int[9];
            list.Read(start, read);
            Assert.AreSequenceEqual(expected, read);
            Assert.AreSequenceEqual(expected, list.Slice(start, 9).ToArray());
        }
        Assert.AreSequenceEqual(Enumerable.Range(0, 400_000), list.Slice(0, 400_000).ToArray());
    }

    [TestMethod]
    public void Disposal_GivesTheBudgetBack()
    {
        RowBudget budget = TestBudget.Of(1 << 30);

        Filled(budget, isKnown: true).Dispose();

        Assert.AreEqual(1 << 30, budget.Left);
    }

    [TestMethod]
    public void Lists_OfOneBudget_ShareIt()
    {
        RowBudget budget = TestBudget.Of(6L * Count);
        using RowList<int> first = Filled(budget, isKnown: false), second = Filled(budget, isKnown: false);

        Assert.IsTrue(first.IsInMemory);
        Assert.IsFalse(second.IsInMemory);
        Assert.AreEqual(2L * Count, budget.Left);
    }

    private static RowList<int> Filled(RowBudget budget, bool isKnown)
    {
        RowList<int> list = new(ScalarType.Int32, isKnown ? Count : null, budget);
        for (int first = 0; first < Count; first += Step)
        {
            Span<int> next = list.Next(Step);
            for (int index = 0; index < Step; index++)
            {
                next[index] = first + index;
            }
            list.Keep(Step);
        }
        return list;
    }
}
