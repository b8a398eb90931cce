namespace MLNetDeep.Tests;

/// <summary>Which trials go on.</summary>
[TestClass]
public sealed class SuccessiveHalvingTests
{
    [TestMethod]
    public void Rungs_AreSharesOfTheEpochs()
    {
        int?[] reached = [.. Enumerable.Range(1, 54).Select(epoch => SuccessiveHalving.Reached(epoch, 54))];
        Assert.AreSequenceEqual([(2, 0), (6, 1), (18, 2)], reached.Index().Where(rung => rung.Item is not null).Select(rung => (rung.Index + 1, rung.Item!.Value)));
        Assert.AreSequenceEqual<int?>([2, null, null], Enumerable.Range(1, 3).Select(epoch => SuccessiveHalving.Reached(epoch, 3)));
        Assert.IsNull(SuccessiveHalving.Reached(1, 1)); // it has ended anyway
    }

    [TestMethod]
    public void Folds_AreComparedAfterOneThreeNine() =>
        Assert.AreSequenceEqual([1, 3, 9], Enumerable.Range(1, 10).Where(SuccessiveHalving.IsRung));

    [TestMethod]
    public void Trial_AmongTheBestThird_GoesOn()
    {
        Assert.IsTrue(SuccessiveHalving.GoesOn(9, [1]));
        Assert.IsTrue(SuccessiveHalving.GoesOn(1, [2, 3]));
        Assert.IsFalse(SuccessiveHalving.GoesOn(2, [1, 3]));
        Assert.IsTrue(SuccessiveHalving.GoesOn(2, [1, 3, 4, 5, 6]));
        Assert.IsFalse(SuccessiveHalving.GoesOn(double.NaN, [2, 3]));
    }
}
