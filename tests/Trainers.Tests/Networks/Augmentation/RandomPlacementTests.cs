using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class RandomPlacementTests
{
    private const int Rows = 4000;

    [TestMethod]
    [DataRow(5, 4)]
    [DataRow(1, 7)]
    [DataRow(1, 1)]
    public void Apply_WithoutDistanceAndMirror_ChangesNothing(int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor images = Maps.Random(new ImageMap(3, height, width), rows: 9, random);

        BitAssert.AreEqual(OnnxRun.Values(images), OnnxRun.Values(Placed(images, mirrors: false, mirrorsVertically: false, distance: 0, random)));
    }

    [TestMethod]
    [DataRow(5, 4, false, false, 1, 9)]
    [DataRow(5, 4, true, false, 1, 18)]
    [DataRow(5, 4, false, true, 0, 2)]
    [DataRow(5, 4, true, true, 1, 36)]
    [DataRow(3, 3, true, false, 2, 50, DisplayName = "Moved almost out")]
    [DataRow(1, 6, false, false, 2, 5, DisplayName = "Signals move in time alone")]
    [DataRow(1, 6, true, true, 1, 6, DisplayName = "And have no top and bottom")]
    public void Apply_GivesEveryPlacementAboutAsOften(int height, int width, bool mirrors, bool mirrorsVertically, int distance, int placements)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor image = arange(1, 1 + 2 * height * width, dtype: ScalarType.Float32).view(1, height, width, 2).permute(0, 3, 1, 2); // all pixels differ
        HashSet<string> allowed = [.. Allowed(image, mirrors, mirrorsVertically, distance)];
        Assert.HasCount(placements, allowed);

        Dictionary<string, int> counts = Placed(image.expand(Rows, -1, -1, -1), mirrors, mirrorsVertically, distance, random)
            .unbind(0).Select(Text).CountBy(text => text).ToDictionary();

        Assert.AreSequenceEqual(allowed.Order(), counts.Keys.Order());
        double share = 1.0 / placements, bound = 5 * Math.Sqrt(Rows * share * (1 - share));
        Assert.IsTrue(counts.Values.All(count => Math.Abs(count - Rows * share) < bound), string.Join(' ', counts.Values));
    }

    /// <summary>What one row draws says nothing about the next, and the mirror nothing about the way.</summary>
    [TestMethod]
    public void Apply_PlacesEachRowIndependently()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor image = arange(1, 8, dtype: ScalarType.Float32).view(1, 1, 1, 7).expand(Rows, -1, -1, -1);
        Tensor placed = Placed(image, mirrors: true, mirrorsVertically: false, distance: 1, random);
        float[] middles = OnnxRun.Values(placed.select(3, 3)), next = OnnxRun.Values(placed.select(3, 4));
        bool[] isMirrored = [.. middles.Zip(next, (one, other) => other < one)], isMoved = [.. middles.Select(value => value != 4)];

        double Together(IEnumerable<bool> one, IEnumerable<bool> other) => one.Zip(other).Count(pair => pair.First && pair.Second) / (double)Rows;
        Assert.AreEqual(1 / 4.0, Together(isMirrored, isMirrored.Skip(1)), 0.03); // four standard deviations
        Assert.AreEqual(1 / 3.0, Together(isMirrored, isMoved), 0.03);
        Assert.AreEqual(4 / 9.0, Together(isMoved, isMoved.Skip(1)), 0.03);
    }

    private static Tensor Placed(Tensor images, bool mirrors, bool mirrorsVertically, int distance, FitRandom random) =>
        new RandomPlacement(mirrors, mirrorsVertically, distance, random).Apply(images);

    /// <summary>All images that mirroring and moving may make of one, with zeros where nothing is left.</summary>
    private static IEnumerable<string> Allowed(Tensor image, bool mirrors, bool mirrorsVertically, int distance)
    {
        long height = image.size(2), width = image.size(3);
        IEnumerable<int> Ways(long size) => size > 1 ? Enumerable.Range(-distance, 2 * distance + 1) : [0];
        return from isMirrored in mirrors ? [false, true] : (bool[])[false]
               from isUpsideDown in mirrorsVertically ? [false, true] : (bool[])[false]
               from down in Ways(height)
               from right in Ways(width)
               select Text(Moved(image[0], isMirrored, isUpsideDown, down, right));
    }

    private static Tensor Moved(Tensor image, bool isMirrored, bool isUpsideDown, int down, int right)
    {
        long height = image.size(1), width = image.size(2);
        Tensor turned = isMirrored ? image.flip(2) : image;
        turned = isUpsideDown ? turned.flip(1) : turned;
        Tensor moved = zeros_like(turned);
        for (long y = Math.Max(0, down); y < Math.Min(height, height + down); y++)
        {
            for (long x = Math.Max(0, right); x < Math.Min(width, width + right); x++)
            {
                moved.select(2, x).select(1, y).copy_(turned.select(2, x - right).select(1, y - down));
            }
        }
        return moved;
    }

    private static string Text(Tensor image) => string.Join(' ', OnnxRun.Values(image));
}
