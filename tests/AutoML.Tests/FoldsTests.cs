namespace MLNetDeep.Tests;

/// <summary>Which rows trials learn from, and which they are judged on.</summary>
[TestClass]
public sealed class FoldsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void HoldOut_TakesAShare()
    {
        Fold fold = Folds.Of(_ml, ToySweep.Rows(_ml, 1000), new SweepOptions { ValidationFraction = 0.3 }, seed: 1).Single();
        float[] train = Times(fold.Train), validation = Times(fold.Validation);
        Assert.IsInRange(250, 350, validation.Length);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 1000).Select(row => (float)row).ToArray(), train.Concat(validation).ToArray());
    }

    [TestMethod]
    public void Folds_JudgeEachRowOnce()
    {
        IReadOnlyList<Fold> folds = Folds.Of(_ml, ToySweep.Rows(_ml), new SweepOptions { NumberOfFolds = 4 }, seed: 1);
        Assert.HasCount(4, folds);
        Assert.HasCount(400, folds.SelectMany(fold => Times(fold.Validation)).Distinct());
        Assert.IsTrue(folds.All(fold => !Times(fold.Train).Intersect(Times(fold.Validation)).Any()));
    }

    [TestMethod]
    public void Groups_StayTogether()
    {
        foreach (Fold fold in Folds.Of(_ml, ToySweep.Rows(_ml), new SweepOptions { NumberOfFolds = 3, SamplingKeyColumnName = "Group" }, seed: 1))
        {
            Assert.IsEmpty(fold.Train.GetColumn<float>("Group").Intersect(fold.Validation.GetColumn<float>("Group")));
        }
    }

    [TestMethod]
    public void Time_OfValidation_IsBehindThatOfTraining()
    {
        IDataView rows = _ml.Data.ShuffleRows(ToySweep.Rows(_ml), seed: 1);
        IDataView kept = _ml.Data.Cache(rows);
        Fold one = Folds.Of(_ml, kept, new SweepOptions { TimeColumnName = "Time" }, seed: 1).Single();
        Assert.AreEqual((320, 80), (Times(one.Train).Length, Times(one.Validation).Length));
        Assert.IsGreaterThan(Times(one.Train).Max(), Times(one.Validation).Min());

        IReadOnlyList<Fold> folds = Folds.Of(_ml, kept, new SweepOptions { TimeColumnName = "Time", NumberOfFolds = 3 }, seed: 1);
        Assert.AreSequenceEqual([(100, 100), (200, 100), (300, 100)], folds.Select(fold => (Times(fold.Train).Length, Times(fold.Validation).Length)));
        Assert.IsTrue(folds.All(fold => Times(fold.Train).Max() < Times(fold.Validation).Min()));
    }

    [TestMethod]
    public void Time_OfAnotherType_IsRefused()
    {
        Exception error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Folds.Of(_ml, ToySweep.Rows(_ml), new SweepOptions { TimeColumnName = "Label" }, seed: 1));
        Assert.AreEqual("Schema mismatch for time column 'Label': expected DateTime, DateTimeOffset, TimeSpan, Single, Double, Int32 or Int64, got Boolean. Set TimeColumnName to a column of such values.", error.Message);
    }

    private static float[] Times(IDataView rows) => [.. rows.GetColumn<float>("Time")];
}
