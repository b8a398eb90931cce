using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ResamplingTests
{
    [TestMethod]
    [DataRow(GridSamplePaddingMode.Zeros, new float[] { 5, 10, 15, 20, 25, 30, 15, 0 })]
    [DataRow(GridSamplePaddingMode.Border, new float[] { 10, 10, 15, 20, 25, 30, 30, 30 })]
    public void Read_BetweenSteps_IsTheirMean(GridSamplePaddingMode outside, float[] expected)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor signal = tensor([10f, 20, 30], 1, 1, 1, 3);
        Tensor positions = tensor([0f, 1, 2, 3, 4, 5, 6, 7], 1, 8) / 6; // steps are a third long, their middles at 1/6, 3/6 and 5/6

        OnnxRun.AssertClose(tensor(expected), OnnxRun.Values(Resampling.Read(signal, Resampling.InTime(positions), outside)));
    }

    /// <summary>Places in BFloat16 would be rounded to half a step of a signal of 200.</summary>
    [TestMethod]
    public void Read_OfBFloat16_RoundsNumbersAndNotPlaces()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor signal = (arange(200) % 2).to(ScalarType.BFloat16).view(1, 1, 1, 200);
        Tensor positions = (arange(200, dtype: ScalarType.Float32) + 0.5).view(1, 200) / 200;

        Tensor read = Resampling.Read(signal, Resampling.InTime(positions), GridSamplePaddingMode.Border);

        Assert.AreEqual(ScalarType.BFloat16, read.dtype);
        OnnxRun.AssertClose(signal.to(ScalarType.Float32), [.. OnnxRun.Values(read.to(ScalarType.Float32))]);
    }
}
