namespace MLNetDeep.Tests;

[TestClass]
public sealed class ClassFactorsTests
{
    [TestMethod]
    public void Factors_OfClassesThatCountAlike_AreNone() => Assert.IsNull(ClassFactors.Of(new MlpOptions(), [3, 5]));

    [TestMethod]
    [DataRow(new long[] { 90, 10 }, new[] { 1 / 1.8f, 5 })]
    [DataRow(new long[] { 10, 10, 40 }, new[] { 2, 2, 0.5f })]
    [DataRow(new long[] { 10, 0, 30 }, new[] { 2, 1, 2 / 3f }, DisplayName = "A class without labels")]
    public void Factors_OfBalancedClasses_GiveEachTheSameShare(long[] counts, float[] expected) =>
        AssertClose(expected, ClassFactors.Of(new MlpOptions { BalanceClasses = true }, counts));

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(1000.0)]
    public void Factors_OfWeights_HaveAMeanOfOneOverTheLabels(double scale) =>
        AssertClose([0.5f, 1.5f], ClassFactors.Of(new MlpOptions { ClassWeights = [scale, 3 * scale] }, [20, 20]));

    private static void AssertClose(float[] expected, float[]? actual)
    {
        Assert.IsNotNull(actual);
        foreach ((float one, float other) in expected.Zip(actual))
        {
            Assert.AreEqual(one, other, 1e-6f);
        }
    }
}
