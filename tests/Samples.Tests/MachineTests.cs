using Signals;

namespace MLNetDeep;

/// <summary>The vibrations that the sample of signals makes.</summary>
[TestClass]
public sealed class MachineTests
{
    private static readonly string[] s_conditions = ["Healthy", "Imbalance", "Misalignment", "Looseness", "BearingFault"];

    [TestMethod]
    public void Record_WithOneSeedTwice_GivesEqualSeries()
    {
        TimeSeries[] first = Machine.Record(20, seed: 3), second = Machine.Record(20, seed: 3), other = Machine.Record(20, seed: 4);

        CollectionAssert.AreEqual(Numbers(first), Numbers(second));
        CollectionAssert.AreNotEqual(Numbers(first), Numbers(other));
    }

    [TestMethod]
    public void Record_GivesEachConditionAsOften()
    {
        TimeSeries[] series = Machine.Record(50, seed: 1);

        CollectionAssert.AreEquivalent(s_conditions, series.Select(one => one.Label).Distinct().ToArray());
        Assert.IsTrue(series.GroupBy(one => one.Label).All(group => group.Count() == 10));
        Assert.IsTrue(series.All(one => one.Channels.Length == Machine.Channels.Count && one.Channels.All(channel => channel.Length == 256 && channel.All(float.IsFinite))));
    }

    /// <summary>Misalignment pushes along the shaft; imbalance does not.</summary>
    [TestMethod]
    public void Record_OfMisalignment_ShakesTheAxis()
    {
        TimeSeries[] series = Machine.Record(100, seed: 1);

        Assert.IsGreaterThan(2 * AxialShare(series, "Imbalance"), AxialShare(series, "Misalignment"));
    }

    private static float[] Numbers(TimeSeries[] series) => [.. series.SelectMany(one => one.Channels).SelectMany(channel => channel)];

    private static double AxialShare(TimeSeries[] series, string label) => series.Where(one => one.Label == label).Average(one => Energy(one.Channels[1]) / Energy(one.Channels[0]));

    private static double Energy(float[] channel) => channel.Sum(value => value * value);
}
