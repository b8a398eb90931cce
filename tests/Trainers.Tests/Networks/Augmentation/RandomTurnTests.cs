using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class RandomTurnTests
{
    [TestMethod]
    [DataRow(6, 6)]
    [DataRow(5, 8)]
    [DataRow(1, 1)]
    public void Apply_WithoutAngleAndZoom_ChangesNothing(int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor images = Maps.Random(new ImageMap(2, height, width), rows: 3, random);

        OnnxRun.AssertClose(images, OnnxRun.Values(new RandomTurn(degrees: 0, zoom: 0, random).Apply(images)));
    }

    [TestMethod]
    [DataRow(5)]
    [DataRow(6)]
    public void Turned_ByARightAngle_IsTheImageTurnedClockwise(int size)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor images = Maps.Random(new ImageMap(2, size, size), rows: 3, random);

        OnnxRun.AssertClose(images.rot90(-1, (2, 3)), OnnxRun.Values(Turned(images, Math.PI / 2)));
        OnnxRun.AssertClose(images.rot90(1, (2, 3)), OnnxRun.Values(Turned(images, -Math.PI / 2)));
        OnnxRun.AssertClose(images.rot90(2, (2, 3)), OnnxRun.Values(Turned(images, Math.PI)));
    }

    /// <summary>Turned by a right angle, a wide image keeps the square in its middle, and the rest lies beyond its edges.</summary>
    [TestMethod]
    public void Turned_ImagesThatAreNotSquare_KeepTheirAspect()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor images = Maps.Random(new ImageMap(2, 4, 8), rows: 3, random);

        Tensor turned = Turned(images, Math.PI / 2);

        OnnxRun.AssertClose(images.narrow(3, 2, 4).rot90(-1, (2, 3)), OnnxRun.Values(turned.narrow(3, 2, 4)));
        Assert.IsLessThan(1e-5, turned.narrow(3, 0, 2).abs().max().item<float>());
        Assert.IsLessThan(1e-5, turned.narrow(3, 6, 2).abs().max().item<float>());
    }

    [TestMethod]
    public void Turned_ToHalfTheSize_IsTheMeanOfFourPixelsInTheMiddle()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor images = Maps.Random(new ImageMap(2, 8, 12), rows: 3, random);

        Tensor smaller = Turned(images, angle: 0, size: 0.5);

        OnnxRun.AssertClose(nn.functional.avg_pool2d(images, 2, 2), OnnxRun.Values(smaller.narrow(2, 2, 4).narrow(3, 3, 6)));
        Assert.AreEqual(0, smaller.narrow(2, 0, 2).abs().max().item<float>());
        Assert.AreEqual(0, smaller.narrow(3, 9, 3).abs().max().item<float>());
    }

    /// <summary>A point at three quarters of the way to the edge tells angle and size of each image.</summary>
    [TestMethod]
    public void Apply_TurnsAndZoomsEachImageWithinTheBounds()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        const int Rows = 500, Size = 65;
        Tensor axis = arange(Size, dtype: ScalarType.Float32) - Size / 2;
        Tensor spot = ((axis.view(1, -1) - 16).square() + axis.view(-1, 1).square()).div(-8).exp(); // 16 pixels right of the middle
        Tensor turned = new RandomTurn(degrees: 30, zoom: 0.25, random).Apply(spot.view(1, 1, Size, Size).expand(Rows, -1, -1, -1)).squeeze(1);
        Tensor sum = turned.sum([1L, 2]);
        float[] x = OnnxRun.Values((turned * axis.view(1, -1)).sum([1L, 2]) / sum), y = OnnxRun.Values((turned * axis.view(-1, 1)).sum([1L, 2]) / sum);

        AssertUniform([.. x.Zip(y, (right, down) => Math.Atan2(down, right) * 180 / Math.PI)], -30, 30);
        AssertUniform([.. x.Zip(y, (right, down) => Math.Sqrt(right * right + down * down) / 16)], 0.75, 1.25);
    }

    private static void AssertUniform(double[] values, double from, double to)
    {
        double width = to - from;
        Assert.IsGreaterThan(from - 0.01 * width, values.Min());
        Assert.IsLessThan(to + 0.01 * width, values.Max());
        Assert.AreEqual((from + to) / 2, values.Average(), 4 * width / Math.Sqrt(12 * values.Length));
        Assert.IsGreaterThan(0.97 * width, values.Max() - values.Min());
    }

    private static Tensor Turned(Tensor images, double angle, double size = 1) =>
        RandomTurn.Turned(images, full(images.size(0), (float)angle), full(images.size(0), (float)size));
}
