using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class RandomAmplitudeTests
{
    private const int Rows = 200, Channels = 10, Steps = 20;

    [TestMethod]
    public void Noise_IsDrawnForEachStep()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor signals = Maps.Random(new ImageMap(Channels, 1, Steps), Rows, random);

        Tensor noise = new RandomAmplitude(noise: 0.3, strength: 0, random).Apply(signals) - signals;

        AssertNormal(noise, 0.3);
        AssertNormal(noise.mean([0L, 1]), 0.3 / Math.Sqrt(Rows * Channels)); // independent of each other
        AssertNormal(noise.mean([1L, 3]), 0.3 / Math.Sqrt(Channels * Steps));
    }

    [TestMethod]
    public void Strength_IsAFactorForEachChannelOfARow()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor signals = arange(1, Steps + 1, dtype: ScalarType.Float32).view(1, 1, 1, Steps).expand(Rows, Channels, -1, -1);

        Tensor factors = new RandomAmplitude(noise: 0, strength: 0.2, random).Apply(signals) / signals;

        OnnxRun.AssertClose(factors.narrow(3, 0, 1).expand(-1, -1, -1, Steps), OnnxRun.Values(factors));
        AssertNormal(factors.select(3, 0) - 1, 0.2);
    }

    /// <summary>Mean 0 and the deviation, within four standard deviations of what so many numbers have.</summary>
    private static void AssertNormal(Tensor values, double deviation)
    {
        double count = values.numel();
        Assert.AreEqual(0, values.mean().item<float>(), 4 * deviation / Math.Sqrt(count));
        Assert.AreEqual(deviation, values.std().item<float>(), 4 * deviation / Math.Sqrt(2 * count));
    }
}
