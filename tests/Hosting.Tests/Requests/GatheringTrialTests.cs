namespace MLNetDeep.Tests;

[TestClass]
public sealed class GatheringTrialTests
{
    private const int Trial = 6, Rest = 24; // spans
    private TimeSpan _processorTime, _clock;
    private readonly GatheringTrial _trial;

    public GatheringTrialTests() => _trial = new GatheringTrial(() => _processorTime, () => _clock);

    [TestMethod]
    public void IsOn_AtFirst() => Assert.IsTrue(_trial.IsOn);

    [TestMethod]
    public void Trial_TakesEachWayInTurn()
    {
        List<bool> ways = [];
        for (int span = 0; span < Trial; span++)
        {
            ways.Add(_trial.IsOn);
            Serve(costOn: 1, costOff: 1);
        }
        Assert.AreSequenceEqual([true, false, true, false, true, false], ways);
    }

    [TestMethod]
    public void Trial_WhereGatheringTakesMore_TurnsItOffUntilTheNextFindsOtherwise()
    {
        Serve(Trial, costOn: 12, costOff: 10);
        for (int span = 0; span < Rest; span++)
        {
            Assert.IsFalse(_trial.IsOn);
            Serve(costOn: 8, costOff: 10);
        }
        Serve(Trial, costOn: 8, costOff: 10);
        for (int span = 0; span < Rest; span++)
        {
            Assert.IsTrue(_trial.IsOn);
            Serve(costOn: 8, costOff: 10);
        }
    }

    [TestMethod]
    public void Trial_OfLittleDifference_TurnsItOff()
    {
        Serve(Trial, costOn: 9.8, costOff: 10);
        Assert.IsFalse(_trial.IsOn);
    }

    [TestMethod]
    public void Trial_WithOneDisturbedSpan_IsNotMisled()
    {
        Serve(costOn: 100, costOff: 10);
        Serve(Trial - 1, costOn: 8, costOff: 10);
        Assert.IsTrue(_trial.IsOn);
    }

    [TestMethod]
    public void Requests_ThatComeNowAndThen_DecideNothing()
    {
        for (int span = 0; span < 3 * Trial; span++)
        {
            Assert.IsTrue(_trial.IsOn);
            Serve(costOn: 12, costOff: 10, seconds: 3);
        }
    }

    private void Serve(int spans, double costOn, double costOff)
    {
        for (int span = 0; span < spans; span++)
        {
            Serve(costOn, costOff);
        }
    }

    /// <summary>Answers as many requests as a span takes.</summary>
    /// <param name="costOn">Microseconds for each when they are gathered.</param>
    /// <param name="costOff">And when they are not.</param>
    /// <param name="seconds">How long it takes.</param>
    private void Serve(double costOn, double costOff, double seconds = 0.06)
    {
        const int Blocks = 16, Rows = 8;
        for (int block = 0; block < Blocks; block++)
        {
            _processorTime += TimeSpan.FromMicroseconds(Rows * (_trial.IsOn ? costOn : costOff));
            _clock += TimeSpan.FromSeconds(seconds / Blocks);
            _trial.Answered(Rows);
        }
    }
}
