using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class RandomTimeTests
{
    private const int Rows = 400, Steps = 50;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(50)]
    public void Apply_OfTheWholeWithoutWarp_ChangesNothing(int steps)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor signals = Maps.Random(new ImageMap(3, 1, steps), rows: 4, random);

        OnnxRun.AssertClose(signals, OnnxRun.Values(Changed(signals, window: 1, warp: 0, random)));
    }

    /// <summary>A ramp shows which time each step is read at: rising and within the signal, whatever the window and the warp.</summary>
    [TestMethod]
    [DataRow(1.0, 0.3)]
    [DataRow(0.5, 0.0)]
    [DataRow(0.5, 0.5)]
    [DataRow(0.1, 1.0)]
    public void Apply_OfARamp_Rises(double window, double warp)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor changed = Changed(Ramps(), window, warp, random).squeeze(1).squeeze(1);

        Assert.IsGreaterThanOrEqualTo(-1e-4, changed.diff().min().item<float>());
        Assert.IsGreaterThanOrEqualTo(-Steps / 2f - 1e-3, changed.min().item<float>());
        Assert.IsLessThanOrEqualTo(Steps / 2f + 1e-3, changed.max().item<float>());
    }

    [TestMethod]
    public void Window_HasItsShareAndBeginsAnywhere()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor changed = Changed(Ramps(), window: 0.5, warp: 0, random).squeeze(1).squeeze(1);
        Tensor middle = changed.narrow(1, 5, Steps - 10); // away from edges, where the first and the last step are held

        Assert.IsTrue(OnnxRun.Values(middle.diff()).All(speed => Math.Abs(speed - 0.5) < 1e-3));
        float[] centers = OnnxRun.Values(changed.select(1, Steps / 2));
        Assert.AreEqual(0, centers.Average(), 4 * (Steps / 2.0) / Math.Sqrt(12 * Rows) + 0.5);
        Assert.AreEqual(Steps / 2.0, centers.Max() - centers.Min(), 1);
    }

    [TestMethod]
    public void Warp_IsAnotherSpeedHereAndThereWithTheEndsInPlace()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor changed = Changed(Ramps(), window: 1, warp: 0.5, random).squeeze(1).squeeze(1);

        Assert.IsLessThan(3, (changed.select(1, 0) + Steps / 2f).abs().max().item<float>());
        Assert.IsLessThan(3, (changed.select(1, Steps - 1) - Steps / 2f).abs().max().item<float>());
        Tensor speeds = changed.narrow(1, 2, Steps - 4).diff();
        Assert.IsGreaterThan(1.3, speeds.max().item<float>());
        Assert.IsLessThan(0.7, speeds.min().item<float>());
        Assert.IsGreaterThan(0.1, speeds.std(1).mean().item<float>()); // within a signal
        Assert.IsLessThan(0.3, speeds.diff().abs().max().item<float>()); // but not from one step to the next
    }

    private static Tensor Changed(Tensor signals, double window, double warp, FitRandom random) =>
        new RandomTime(window, warp, random).Apply(signals);

    /// <summary>Signals that say what time it is, from -25 to 25.</summary>
    private static Tensor Ramps() => (arange(Steps, dtype: ScalarType.Float32) - (Steps - 1) / 2f).view(1, 1, 1, Steps).expand(Rows, -1, -1, -1);
}
