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

    private static LabelSummary Of(float[] labels)
    {
        LabelSummary summary = new("training rows");
        Array.ForEach(labels, summary.Add);
        return summary;
    }
}
