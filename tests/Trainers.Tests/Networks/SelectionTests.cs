using MLNetDeep.Networks;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class SelectionTests
{
    public static IEnumerable<object[]> Orders =>
    [
        ["random", (Func<int, Random, float>)((_, random) => random.NextSingle())],
        ["few values", (Func<int, Random, float>)((_, random) => random.Next(3))],
        ["all equal", (Func<int, Random, float>)((_, _) => 7)],
        ["sorted", (Func<int, Random, float>)((index, _) => index)],
        ["reversed", (Func<int, Random, float>)((index, _) => -index)],
        ["up and down", (Func<int, Random, float>)((index, _) => index % 2 == 0 ? index : -index)],
        ["an organ pipe", (Func<int, Random, float>)((index, _) => Math.Min(index, 1000 - index))],
        ["infinite ones", (Func<int, Random, float>)((index, _) => index % 3 == 0 ? float.PositiveInfinity : index % 3 == 1 ? float.NegativeInfinity : 0)],
    ];

    [TestMethod]
    [DynamicData(nameof(Orders))]
    public void Arrange_OfAnyOrder_PutsThereWhatSortingPuts(string order, Func<int, Random, float> value)
    {
        foreach (int count in (int[])[1, 2, 3, 10, 1000])
        {
            Random random = new(1);
            float[] values = [.. Enumerable.Range(0, count).Select(index => value(index, random))], sorted = [.. values.Order()];
            for (int first = 0; first < count; first += 1 + (count / 50))
            {
                foreach (int[] places in (int[][])[[first], [first, Math.Min(first + 1, count - 1)], [0, first, (first + count) / 2, count - 1]])
                {
                    float[] copy = [.. values];
                    Selection.Arrange(copy, places);
                    foreach (int place in places)
                    {
                        Assert.AreEqual(sorted[place], copy[place], order);
                        Assert.IsTrue(copy[..place].All(before => before <= sorted[place]) && copy[place..].All(behind => behind >= sorted[place]), order);
                    }
                    Assert.AreSequenceEqual(sorted, copy.Order());
                }
            }
        }
    }

    // The first, the middle and the last of such values are the two smallest and the largest, again after each division.
    [TestMethod]
    [Timeout(30_000)]
    public void Arrange_OfTheWorstOrder_EndsInTime()
    {
        const int Half = 1 << 19;
        float[] values = [.. Enumerable.Range(0, 2 * Half).Select(index => (float)Math.Min(index, 2 * Half - index))], sorted = [.. values.Order()];

        Selection.Arrange(values, [Half]);

        Assert.AreEqual(sorted[Half], values[Half]);
    }
}
