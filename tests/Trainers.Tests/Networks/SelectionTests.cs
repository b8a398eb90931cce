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
    public void Select_OfAnyOrder_FindsWhatSortingFinds(string order, Func<int, Random, float> value)
    {
        foreach (int count in (int[])[1, 2, 3, 10, 1000])
        {
            Random random = new(1);
            float[] values = [.. Enumerable.Range(0, count).Select(index => value(index, random))], sorted = [.. values.Order()];
            for (int place = 0; place < count; place += 1 + (count / 50))
            {
                float[] copy = [.. values];
                Assert.AreEqual(sorted[place], Selection.Select(copy, place), order);
                Assert.IsTrue(copy[..place].All(before => before <= sorted[place]) && copy[place..].All(behind => behind >= sorted[place]), order);
                Assert.AreSequenceEqual(sorted, copy.Order());
            }
        }
    }

    // Each round of the plain algorithm takes off two values of such an array (Musser 1997).
    [TestMethod]
    public void Select_OfTheWorstOrder_EndsInTime()
    {
        const int Half = 1 << 17;
        float[] values = new float[2 * Half];
        for (int index = 0; index < Half; index++)
        {
            values[index] = index % 2 == 0 ? index + 1 : Half + index + (Half % 2);
            values[Half + index] = 2 * (index + 1);
        }
        float[] sorted = [.. values.Order()];

        Assert.AreEqual(sorted[Half], Selection.Select(values, Half));
    }
}
