using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class FitRandomTests
{
    [TestMethod]
    [DataRow(1000)]
    [DataRow(1024, DisplayName = "The last piece is whole")]
    public void Mask_DrawnInPieces_IsTheOneDrawnAtOnce(int count)
    {
        using FitRandom random = new(1, CPU), same = new(1, CPU);

        using Tensor whole = random.Mask(count, 0.3), pieces = same.Mask(count, 0.3, mostAtOnce: 64);
        using Tensor next = random.Mask(count, 0.3), sameNext = same.Mask(count, 0.3);

        BitAssert.AreEqual(whole.Elements<float>().ToArray(), pieces.Elements<float>().ToArray());
        BitAssert.AreEqual(next.Elements<float>().ToArray(), sameNext.Elements<float>().ToArray());
        BitAssert.AreNotEqual(whole.Elements<float>().ToArray(), next.Elements<float>().ToArray());
    }

    /// <summary>A mean of ½ and a variance of 1/(4(2α + 1)), within four standard deviations or more.</summary>
    [TestMethod]
    [DataRow(double.Epsilon)]
    [DataRow(1e-5)]
    [DataRow(0.05)]
    [DataRow(0.2)]
    [DataRow(1.0)]
    public void Beta_HasItsMeanAndVariance(double alpha)
    {
        const int Count = 10_000;
        using FitRandom random = new(1, CPU);
        double[] drawn = [.. Enumerable.Range(0, Count).Select(_ => random.Beta(alpha))];
        double variance = 1 / (4 * (2 * alpha + 1));

        Assert.IsTrue(drawn.All(share => share is >= 0 and <= 1));
        Assert.AreEqual(0.5, drawn.Average(), 4 * Math.Sqrt(variance / Count));
        Assert.AreEqual(variance, drawn.Average(share => (share - 0.5) * (share - 0.5)), 4 * 0.25 / Math.Sqrt(Count)); // no number is further than ½ from the mean
    }
}
