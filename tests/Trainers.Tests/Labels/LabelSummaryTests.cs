namespace MLNetDeep.Tests;

[TestClass]
public sealed class LabelSummaryTests
{
    [TestMethod]
    [DataRow(0f)]
    [DataRow(1e6f, DisplayName = "Far from zero, where a sum of squares loses all digits")]
    public void Summary_OfLabels_HasTheirMeanAndDeviation(float shift)
    {
        float[] labels = [.. Enumerable.Range(0, 1000).Select(index => shift + (index % 7))];
        LabelSummary summary = Of(labels);

        double mean = labels.Average(label => (double)label);
        Assert.AreEqual(1000, summary.Count);
        Assert.AreEqual(mean, summary.Mean, 1e-9 * Math.Max(1, mean));
        Assert.AreEqual(Math.Sqrt(labels.Average(label => (label - mean) * (label - mean))), summary.Deviation, 1e-6);
        Assert.IsFalse(summary.AreEqual);
    }

    [TestMethod]
    public void Summary_OfEqualLabels_SaysSo()
    {
        Assert.IsTrue(Of([3, 3, 3]).AreEqual);
        Assert.AreEqual(0, Of([3, 3, 3]).Deviation);
        Assert.IsFalse(Of([3, 3, 2]).AreEqual);
    }

    [TestMethod]
    public void Summary_OfClasses_CountsTheirLabels()
    {
        Assert.AreSequenceEqual([1L, 0, 3], Of([2, 0, 2, 2], classCount: 3).ClassCounts);
        Assert.IsEmpty(Of([2.5f, -7]).ClassCounts);
    }

    private static LabelSummary Of(float[] labels, int classCount = 0)
    {
        LabelSummary summary = new("training rows", classCount);
        Array.ForEach(labels, summary.Add);
        return summary;
    }
}
