using Sequences;

namespace MLNetDeep;

/// <summary>The movements that the sample of sequences makes up.</summary>
[TestClass]
public sealed class WearerTests
{
    [TestMethod]
    public void Record_WithOneSeedTwice_GivesEqualSeries()
    {
        float[] first = Numbers(Wearer.Record(20, seed: 3)), second = Numbers(Wearer.Record(20, seed: 3)), other = Numbers(Wearer.Record(20, seed: 4));

        CollectionAssert.AreEqual(first, second);
        CollectionAssert.AreNotEqual(first, other);
    }

    [TestMethod]
    public void Record_GivesEachMovementAsOften_InTwoToSixSeconds()
    {
        TimeSeries[] series = Wearer.Record(60, seed: 1);

        Assert.HasCount(6, series.Select(one => one.Label).Distinct());
        Assert.IsTrue(series.GroupBy(one => one.Label).All(group => group.Count() == 10));
        Assert.IsTrue(series.All(one => one.Channels.Length == 3 && one.Steps is >= 40 and <= 120 && one.Channels.All(channel => channel.Length == one.Steps)));
        Assert.AreEqual(0.01, Numbers(series).Average(number => float.IsNaN(number) ? 1 : 0), 0.005);
    }

    /// <summary>Who goes up pushes slowly and falls back fast, and who goes down lands hard.</summary>
    [TestMethod]
    public void Record_OfStairs_DiffersInTheOrderOfNumbersAlone()
    {
        ILookup<string, float[]> up = Wearer.Record(600, seed: 1).ToLookup(one => one.Label, one => one.Channels[2]);

        Assert.AreEqual(up["StairsUp"].Average(Deviation), up["StairsDown"].Average(Deviation), 0.02);
        Assert.IsGreaterThan(0.002, up["StairsUp"].Average(Skew));
        Assert.IsLessThan(-0.002, up["StairsDown"].Average(Skew));
    }

    private static float[] Numbers(TimeSeries[] series) => [.. series.SelectMany(one => one.Channels).SelectMany(channel => channel)];

    private static double Deviation(float[] channel)
    {
        float[] known = [.. channel.Where(float.IsFinite)];
        return Math.Sqrt(known.Average(value => (value - known.Average()) * (value - known.Average())));
    }

    /// <summary>The mean cube of the changes from step to step: positive where what rises fast falls slowly.</summary>
    private static double Skew(float[] channel) => channel.Zip(channel.Skip(1), (one, next) => next - one).Where(float.IsFinite).Average(change => change * change * change);
}
