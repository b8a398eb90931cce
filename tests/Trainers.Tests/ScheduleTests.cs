namespace MLNetDeep.Tests;

[TestClass]
public sealed class ScheduleTests
{
    private const double Peak = 0.2;

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.5)]
    [DataRow(1.0)]
    public void Constant_IsThePeakAllTheTime(double progress) =>
        Assert.AreEqual(Peak, Schedule.Rate(LearningRateSchedule.Constant, Peak, progress));

    [TestMethod]
    public void WarmUpCosine_RisesFromAboveZeroToThePeakAndFallsToZero()
    {
        double[] rates = [.. Enumerable.Range(0, 101).Select(percent => Schedule.Rate(LearningRateSchedule.WarmUpCosine, Peak, percent / 100.0))];

        Assert.IsGreaterThan(0, rates[0]);
        Assert.IsLessThan(0.2 * Peak, rates[0]);
        Assert.AreEqual(Peak, rates[5], 1e-12); // a twentieth
        Assert.AreEqual(0, rates[100], 1e-12);
        Assert.AreSequenceEqual(rates[..6].Order(), rates[..6]);
        Assert.AreSequenceEqual(rates[5..].OrderDescending(), rates[5..]);
    }

    [TestMethod]
    public void OneCycle_RisesFromATwentyFifthForThreeTenths_AndFallsToAlmostNothing()
    {
        double[] rates = [.. Enumerable.Range(0, 101).Select(percent => Schedule.Rate(LearningRateSchedule.OneCycle, Peak, percent / 100.0))];

        Assert.AreEqual(Peak / 25, rates[0], 1e-12);
        Assert.AreEqual((Peak + (Peak / 25)) / 2, rates[15], 1e-12);
        Assert.AreEqual(Peak, rates[30], 1e-12);
        Assert.AreEqual(Peak / 25e4, rates[100], 1e-12);
        Assert.AreSequenceEqual(rates[..31].Order(), rates[..31]);
        Assert.AreSequenceEqual(rates[30..].OrderDescending(), rates[30..]);
    }

    [TestMethod]
    public void CosineCycles_FallToZeroFourTimes_EachAfterTwiceAsLong()
    {
        double Rate(double progress) => Schedule.Rate(LearningRateSchedule.CosineCycles, Peak, progress);

        foreach (double end in (double[])[0, 1 / 15.0, 3 / 15.0, 7 / 15.0, 1])
        {
            Assert.AreEqual(0, Rate(end), 1e-12);
        }
        foreach (double half in (double[])[0.5, 1.5, 2.5, 3.5]) // of the logarithm
        {
            Assert.AreEqual(Peak, Rate((Math.Pow(2, half) - 1) / 15), 1e-12);
        }
    }

    [TestMethod]
    public void WarmUpCosine_IsHalfOfThePeakInTheMiddleOfItsFall() =>
        Assert.AreEqual(Peak / 2, Schedule.Rate(LearningRateSchedule.WarmUpCosine, Peak, (0.05 + 1) / 2), 1e-12);
}
