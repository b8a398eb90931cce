namespace MLNetDeep.Benchmarks.Tests;

[TestClass]
public sealed class InterleavingTests
{
    private static readonly Func<double> s_nobodyElse = () => 0;

    [TestMethod]
    public void Run_MeasuresTheVariantsInTurn_AfterARoundToWarmUp()
    {
        List<string> order = [];
        Variant Logged(string name) => new(name, () =>
        {
            order.Add(name);
            return 1;
        });
        new Interleaving(rounds: 2, s_nobodyElse).Run(new Comparison("", "", Logged("a"), Logged("b")));
        Assert.AreSequenceEqual(["a", "b", "a", "b", "a", "b"], order);
    }

    [TestMethod]
    public void Run_OnAMachineThatSlowsDown_ComparesWithinRounds()
    {
        IReadOnlyList<Result> results = Run(new Interleaving(rounds: 3, s_nobodyElse), [999, 10, 20, 40], [999, 20, 30, 80]);
        Assert.AreEqual(new Result(results[0].Variant, Median: 20, Ratio: 1, LowestRatio: 1, HighestRatio: 1), results[0]);
        Assert.AreEqual(new Result(results[1].Variant, Median: 30, Ratio: 2, LowestRatio: 1.5, HighestRatio: 2), results[1]);
    }

    [TestMethod]
    public void Run_OfAnEvenNumberOfRounds_TakesTheMiddleOfTwo() =>
        Assert.AreEqual(25, Run(new Interleaving(rounds: 2, s_nobodyElse), [999, 20, 30])[0].Median);

    [TestMethod]
    [DataRow(2, 15.0)]
    [DataRow(9, 20.0)]
    public void Run_OfWhatIsNotTimed_MeasuresThreeTimesAtMost(int rounds, double median)
    {
        Interleaving interleaving = new(rounds, Busy());
        Assert.AreEqual(median, interleaving.Run(new Comparison("", "", Returning(10, 20, 90)) { IsTimed = false })[0].Median);
        Assert.AreEqual((0, 0), (interleaving.RepeatedCount, interleaving.DisturbedCount));
    }

    [TestMethod]
    public void Run_WithOneDisturbance_RepeatsThatMeasurement()
    {
        Queue<double> cpuOfOthers = new([0, 5, 5, 5]); // before and after the first try, and the second
        Interleaving interleaving = new(rounds: 1, cpuOfOthers.Dequeue);
        Assert.AreEqual(20, Run(interleaving, [999, 10, 20])[0].Median);
        Assert.AreEqual((1, 0), (interleaving.RepeatedCount, interleaving.DisturbedCount));
    }

    [TestMethod]
    public void Run_OnAMachineThatIsAlwaysBusy_KeepsTheSecondTry()
    {
        Interleaving interleaving = new(rounds: 1, Busy());
        Assert.AreEqual(20, Run(interleaving, [999, 10, 20])[0].Median);
        Assert.AreEqual((1, 1), (interleaving.RepeatedCount, interleaving.DisturbedCount));
    }

    private static IReadOnlyList<Result> Run(Interleaving interleaving, params double[][] measurements) =>
        interleaving.Run(new Comparison("", "", [.. measurements.Select(Returning)]));

    /// <summary>A variant that measures these one after the other, and no more.</summary>
    private static Variant Returning(params double[] measurements) => new("", new Queue<double>(measurements).Dequeue);

    /// <summary>Others that use a thousand seconds of CPU time between any two questions.</summary>
    private static Func<double> Busy()
    {
        double seconds = 0;
        return () => seconds += 1000;
    }
}
