using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class FeatureBinsTests
{
    [TestMethod]
    public void Bins_OfEvenlySpreadValues_HaveEqualShares()
    {
        List<PiecewiseLinearEncoding.Bin> bins = Learn([.. Enumerable.Range(0, 101).Select(value => value / 10f)], most: 5);

        Assert.HasCount(5, bins);
        Assert.AreEqual(0f, bins[0].Start);
        foreach ((PiecewiseLinearEncoding.Bin bin, PiecewiseLinearEncoding.Bin next) in bins.Zip(bins.Skip(1)))
        {
            Assert.AreEqual(next.Start, bin.Start + bin.Width, 1e-5f);
            Assert.AreEqual(2, bin.Width, 0.11f);
        }
        Assert.AreEqual(10, bins[^1].Start + bins[^1].Width, 1e-5f);
    }

    // Quantiles of all rows would have one edge for the nine rare values.
    [TestMethod]
    public void Bins_OfMostlyOneValue_TellTheOthersApart()
    {
        List<PiecewiseLinearEncoding.Bin> bins = Learn([.. new float[991], .. Enumerable.Range(1, 9).Select(value => (float)value)], most: 10);

        Assert.AreSequenceEqual([0f, 1, 2, 3, 4, 5, 6, 7, 8], bins.Select(bin => bin.Start));
        Assert.IsTrue(bins.All(bin => bin.Width == 1));
    }

    [TestMethod]
    [DataRow(new float[] { 1, 1, 1 }, DisplayName = "one value")]
    [DataRow(new float[] { 0, 1, 1, 0 }, DisplayName = "two values")]
    public void Bins_OfFewerThanThreeValues_AreNone(float[] values) => Assert.IsEmpty(Learn(values, most: 8));

    [TestMethod]
    public void Bins_OfManyFeatures_AreNoMoreThanTheNetworkShouldHave()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = arange(64f).unsqueeze(1).repeat(1, 100);
        List<PiecewiseLinearEncoding.Bin> bins = FeatureBins.Learn(new DenseBatches(values), arange(64), most: 50);

        Assert.HasCount(100 * (2048 / 100), bins);
    }

    // All rows would be 12 GB.
    [TestMethod]
    public void Bins_OfAHundredThousandFeatures_AreLearnedFromFewRows()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.IsEmpty(FeatureBins.Learn(new DenseBatches(zeros(1, 100_000).expand(30_000, -1)), arange(30_000), most: 8));
    }

    private static List<PiecewiseLinearEncoding.Bin> Learn(float[] values, int most)
    {
        using DisposeScope scope = NewDisposeScope();
        return FeatureBins.Learn(new DenseBatches(tensor(values).unsqueeze(1)), arange(values.Length), most);
    }
}
