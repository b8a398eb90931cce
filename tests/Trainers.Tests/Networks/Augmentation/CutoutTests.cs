using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class CutoutTests
{
    private const int Rows = 1000;

    [TestMethod]
    [DataRow(8, 8, 0.5, 4, 4)]
    [DataRow(8, 12, 0.25, 2, 3)]
    [DataRow(1, 20, 0.25, 1, 5, DisplayName = "A signal is covered for a time")]
    [DataRow(20, 1, 0.25, 5, 1)]
    public void Apply_CoversARectangleThatMayLieBeyondTheEdges(int height, int width, double share, int coveredHeight, int coveredWidth)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor images = ones(Rows, height, width, 2).permute(0, 3, 1, 2);

        Tensor changed = new Cutout(share, random).Apply(images);

        Tensor covered = changed.eq(0);
        Assert.IsTrue(covered.logical_or(changed.eq(1)).all().item<bool>());
        Assert.IsTrue(covered.select(1, 0).eq(covered.select(1, 1)).all().item<bool>());
        bool[] marks = covered.select(1, 0).contiguous().data<bool>().ToArray();
        List<(int Height, int Width, bool AtEdge)> rectangles = [.. Enumerable.Range(0, Rows).Select(row => Rectangle(marks.AsSpan(row * height * width, height * width), height, width))];
        Assert.IsTrue(rectangles.All(found => found.Height <= coveredHeight && found.Width <= coveredWidth));
        Assert.IsTrue(rectangles.All(found => found.AtEdge || (found.Height == coveredHeight && found.Width == coveredWidth)));
        Assert.IsGreaterThan(Rows / 10, rectangles.Count(found => !found.AtEdge));
        Assert.IsGreaterThan(Rows / 10, rectangles.Count(found => found.Height < coveredHeight || found.Width < coveredWidth)); // parts of some lie beyond
    }

    [TestMethod]
    public void Apply_CoversEachPlaceOfTheMiddleAsOften()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);

        float[] shares = OnnxRun.Values(1 - new Cutout(0.2, random).Apply(ones(10_000, 1, 1, 20)).mean([0L, 1, 2]));

        Assert.IsTrue(shares[2..^2].All(share => Math.Abs(share - 0.2) < 0.02)); // five standard deviations
        Assert.IsLessThan(0.17, shares[0]);
    }

    [TestMethod]
    public void Apply_OfASinglePixel_LeavesIt()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);

        Assert.IsTrue(new Cutout(0.9, random).Apply(ones(Rows, 3, 1, 1)).eq(1).all().item<bool>());
    }

    /// <summary>The sizes of the rectangle that is covered, after a look that all of it is.</summary>
    private static (int Height, int Width, bool AtEdge) Rectangle(ReadOnlySpan<bool> marks, int height, int width)
    {
        List<int> ys = [], xs = [];
        for (int place = 0; place < marks.Length; place++)
        {
            if (marks[place])
            {
                ys.Add(place / width);
                xs.Add(place % width);
            }
        }
        if (ys.Count == 0)
        {
            return (0, 0, true);
        }
        int top = ys.Min(), bottom = ys.Max(), left = xs.Min(), right = xs.Max();
        Assert.AreEqual((bottom - top + 1) * (right - left + 1), ys.Count);
        bool atEdge = (height > 1 && (top == 0 || bottom == height - 1)) || (width > 1 && (left == 0 || right == width - 1));
        return (bottom - top + 1, right - left + 1, atEdge);
    }
}
