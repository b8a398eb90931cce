namespace MLNetDeep.Tests;

[TestClass]
public sealed class LearningRatesTests
{
    private static readonly MlpOptions s_options = new() { LearningRate = 0.8, LearningRateFactor = 0.5 };

    [TestMethod]
    public void Step_LowersTheRateAfterSomeEpochs()
    {
        LearningRates rates = new(s_options with { LearningRateSchedule = LearningRateSchedule.Step, LearningRateStepEpochs = 3 });

        Assert.AreSequenceEqual([0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2], Enumerable.Range(0, 7).Select(epoch => rates.At(epoch, progress: 0.5)));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false, DisplayName = "Without validation rows")]
    public void ReduceOnPlateau_LowersTheRateWhereTheLossDoesNotFall(bool isMeasured)
    {
        LearningRates rates = new(s_options with { LearningRateSchedule = LearningRateSchedule.ReduceOnPlateau, LearningRatePlateauEpochs = 2 });
        List<double> seen = [];
        foreach (double loss in new[] { 5.0, 4, 4, 4.5, 3, 3.1, 3.1, 3.2, 3.3, double.NaN, 2 })
        {
            rates.Follow(new EpochReport { TrainingLoss = isMeasured ? -seen.Count : loss, ValidationLoss = isMeasured ? loss : null });
            seen.Add(rates.At(epochsDone: 0, progress: 0));
        }

        Assert.AreSequenceEqual([0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2, 0.2, 0.1, 0.1, 0.1], seen);
    }

    [TestMethod]
    [DataRow(LearningRateSchedule.WarmUpCosine)]
    [DataRow(LearningRateSchedule.Constant)]
    [DataRow(LearningRateSchedule.OneCycle)]
    public void Curves_FollowProgressAlone(LearningRateSchedule schedule)
    {
        LearningRates rates = new(s_options with { LearningRateSchedule = schedule });

        Assert.AreEqual(Schedule.Rate(schedule, 0.8, 0.7), rates.At(epochsDone: 3, progress: 0.7));
    }
}
