using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class RandomToneTests
{
    [TestMethod]
    [DataRow(0.5, 0.25)]
    [DataRow(2.0, 0.0)]
    [DataRow(0.0, 0.5)]
    public void Apply_IsAFactorAndAnOffsetPerImage(double brightness, double contrast)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        const int Rows = 2000;
        Tensor images = arange(12, dtype: ScalarType.Float32).view(1, 2, 2, 3).expand(Rows, -1, -1, -1);

        Tensor changed = new RandomTone(brightness, contrast, random).Apply(images);

        Tensor offset = changed.select(1, 0).select(1, 0).select(1, 0), factor = changed.select(1, 0).select(1, 0).select(1, 1) - offset;
        OnnxRun.AssertClose(images * factor.view(-1, 1, 1, 1) + offset.view(-1, 1, 1, 1), OnnxRun.Values(changed));
        AssertUniform(OnnxRun.Values(offset), brightness);
        AssertUniform([.. OnnxRun.Values(factor).Select(value => value - 1)], contrast);
    }

    /// <summary>Mean 0, variance most²/3, and nothing beyond.</summary>
    private static void AssertUniform(float[] values, double most)
    {
        Assert.IsTrue(values.All(value => Math.Abs(value) <= most + 1e-6));
        Assert.AreEqual(0, values.Average(), 4 * most / Math.Sqrt(3 * values.Length) + 1e-6);
        Assert.AreEqual(most * most / 3, values.Average(value => value * value), 0.1 * most * most + 1e-6);
    }
}
