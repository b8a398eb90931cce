using MLNetDeep.Networks;

namespace MLNetDeep.Tests;

/// <summary>How the numbers of a row form an image follows from the options, or from the type of their column.</summary>
[TestClass]
public sealed class ImageShapeTests
{
    private const string Dimensions = "dimensions (channels, height and width, or channels and steps)";

    [TestMethod]
    [DataRow(new[] { 1, 28, 28 }, 1, 28, 28, false, false, DisplayName = "gray")]
    [DataRow(new[] { 3, 32, 24 }, 3, 32, 24, false, false, DisplayName = "red, green and blue, one behind the other")]
    [DataRow(new[] { 4, 5, 6 }, 4, 5, 6, false, false, DisplayName = "with alpha")]
    [DataRow(new[] { 28, 28, 1 }, 1, 28, 28, false, true, DisplayName = "gray, interleaved")]
    [DataRow(new[] { 32, 24, 3 }, 3, 32, 24, false, true, DisplayName = "red, green and blue, interleaved")]
    [DataRow(new[] { 5, 6, 4 }, 4, 5, 6, false, true, DisplayName = "with alpha, interleaved")]
    [DataRow(new[] { 28, 28, 5 }, 28, 28, 5, false, false, DisplayName = "five channels look like a width")]
    [DataRow(new[] { 4, 4, 4 }, 4, 4, 4, false, false, DisplayName = "four of each")]
    [DataRow(new[] { 3, 224, 3 }, 3, 224, 3, false, false, DisplayName = "narrow")]
    [DataRow(new[] { 1, 1, 1 }, 1, 1, 1, false, false, DisplayName = "a pixel")]
    [DataRow(new[] { 3, 1, 1 }, 3, 1, 1, false, false, DisplayName = "a pixel of three channels")]
    [DataRow(new[] { 6, 100 }, 6, 1, 100, true, false, DisplayName = "a signal")]
    [DataRow(new[] { 100, 2 }, 100, 1, 2, true, false, DisplayName = "a short signal")]
    public void Shape_WithoutOptions_IsThatOfTheColumn(int[] dimensions, int channels, int height, int width, bool isSignal, bool isInterleaved) =>
        Assert.AreEqual(new ImageShape(new ImageMap(channels, height, width), isSignal, isInterleaved), ImageShape.Of(Features(dimensions), new CnnOptions()));

    [TestMethod]
    [DataRow(new[] { 3072 }, new[] { 3, 32, 32 }, null, 3, 32, 32, false, false, DisplayName = "flat")]
    [DataRow(new[] { 3072 }, new[] { 3, 32, 32 }, true, 3, 32, 32, false, true, DisplayName = "flat and interleaved")]
    [DataRow(new[] { 3072 }, new[] { 6, 512 }, null, 6, 1, 512, true, false, DisplayName = "a flat signal")]
    [DataRow(new[] { 32, 32, 3 }, new[] { 3, 32, 32 }, null, 3, 32, 32, false, true, DisplayName = "interleaved by the type")]
    [DataRow(new[] { 8, 9, 5 }, new[] { 5, 8, 9 }, null, 5, 8, 9, false, true, DisplayName = "five channels, interleaved by the type")]
    [DataRow(new[] { 28, 28 }, new[] { 1, 28, 28 }, null, 1, 28, 28, false, false, DisplayName = "a matrix")]
    [DataRow(new[] { 1, 784 }, new[] { 1, 28, 28 }, null, 1, 28, 28, false, false, DisplayName = "flat, with a dimension of 1")]
    [DataRow(new[] { 100, 6 }, new[] { 6, 100 }, null, 6, 1, 100, true, true, DisplayName = "a signal step by step, by the type")]
    [DataRow(new[] { 4, 4, 4 }, null, true, 4, 4, 4, false, true, DisplayName = "interleaved where the type does not tell")]
    [DataRow(new[] { 8, 9, 5 }, null, true, 5, 8, 9, false, true, DisplayName = "five channels, interleaved")]
    [DataRow(new[] { 32, 24, 3 }, null, false, 32, 24, 3, false, false, DisplayName = "not interleaved, though the type looks so")]
    [DataRow(new[] { 100, 6 }, null, true, 6, 1, 100, true, true, DisplayName = "a signal step by step")]
    public void Shape_WithOptions_IsTheirs(
        int[] dimensions, int[]? inputShape, bool? wanted, int channels, int height, int width, bool isSignal, bool isInterleaved)
    {
        CnnOptions options = new() { InputShape = inputShape, IsInterleaved = wanted };

        ImageShape shape = ImageShape.Of(Features(dimensions), options);

        Assert.AreEqual(new ImageShape(new ImageMap(channels, height, width), isSignal, isInterleaved), shape);
    }

    [TestMethod]
    [DataRow(new[] { 32, 24, 3 }, new[] { 3, 32, 24 }, true)]
    [DataRow(new[] { 3, 32, 24 }, new[] { 3, 32, 24 }, false)]
    [DataRow(new[] { 6, 100 }, new[] { 6, 100 }, false)]
    public void Options_ToldTheShape_GiveItForFlatRows(int[] dimensions, int[] inputShape, bool isInterleaved)
    {
        ImageShape shape = ImageShape.Of(Features(dimensions), new CnnOptions());

        CnnOptions told = shape.Told(new CnnOptions());

        Assert.AreSequenceEqual(inputShape, told.InputShape!);
        Assert.AreEqual(isInterleaved, told.IsInterleaved);
        Assert.AreEqual(shape, ImageShape.Of(Features(inputShape.Aggregate((product, size) => product * size)), told));
    }

    [TestMethod]
    [DataRow(new[] { 784 }, "Vector<Single, 784>", "[1, 28, 28] or [4, 14, 14] or [1, 784]")]
    [DataRow(new[] { 3072 }, "Vector<Single, 3072>", "[3, 32, 32] or [1, 3072]")]
    [DataRow(new[] { 12 }, "Vector<Single, 12>", "[3, 2, 2] or [1, 12]")]
    [DataRow(new[] { 7 }, "Vector<Single, 7>", "[1, 7]")]
    [DataRow(new[] { 2, 3, 4, 5 }, "Vector<Single, 2, 3, 4, 5>", "[1, 120]")]
    public void Column_WithoutDimensions_IsRefusedWithShapesThatFit(int[] dimensions, string got, string examples) =>
        AssertRefused(Features(dimensions), new CnnOptions(), Dimensions, got, examples);

    [TestMethod]
    [DataRow(new[] { 3, 2, 3 }, "18 slots for InputShape [3, 2, 3]")]
    [DataRow(new[] { 1, 15 }, "15 slots for InputShape [1, 15]")]
    [DataRow(new[] { 20, 2147418113, 429509837 }, "18446744073709551620 slots for InputShape [20, 2147418113, 429509837]", DisplayName = "2⁶⁴ + 4")]
    public void InputShape_OfAnotherProduct_IsRefusedWithShapesThatFit(int[] inputShape, string expected)
    {
        AssertRefused(Features(4), new CnnOptions { InputShape = inputShape }, expected, "Vector<Single, 4>", "[1, 2, 2] or [4, 1, 1] or [1, 4]");
        AssertRefused(Features(2, 2), new CnnOptions { InputShape = inputShape }, expected, "Vector<Single, 2, 2>", "[1, 2, 2] or [4, 1, 1] or [1, 4]");
    }

    [TestMethod]
    [DataRow(new[] { 32, 32, 3 }, new[] { 32, 32, 3 }, true, "32, 3, 32", DisplayName = "channels named last")]
    [DataRow(new[] { 32, 32, 3 }, new[] { 3, 32, 32 }, false, "3, 32, 32", DisplayName = "interleaved, and said not to be")]
    [DataRow(new[] { 3, 32, 24 }, new[] { 3, 24, 32 }, false, "3, 24, 32", DisplayName = "height and width exchanged")]
    [DataRow(new[] { 3, 32, 24 }, new[] { 3, 768 }, false, "3, 768", DisplayName = "a signal")]
    [DataRow(new[] { 2, 3, 4, 5 }, new[] { 2, 60 }, false, "2, 60", DisplayName = "four dimensions")]
    public void InputShape_ThatContradictsTheColumn_IsRefused(int[] dimensions, int[] inputShape, bool isInterleaved, string expected)
    {
        CnnOptions options = new() { InputShape = inputShape, IsInterleaved = isInterleaved };

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ImageShape.Of(Features(dimensions), options));

        Assert.AreEqual(
            $"Schema mismatch for feature column 'Features': expected Vector<Single, {expected}>, or a flat vector, for InputShape [{string.Join(", ", inputShape)}], "
            + $"got Vector<Single, {string.Join(", ", dimensions)}>. InputShape has the channels first: correct it, or set it to null for the dimensions of the column.",
            error.Message);
    }

    private static DataViewSchema.Column Features(params int[] dimensions)
    {
        DataViewSchema.Builder schema = new();
        schema.AddColumn("Features", new VectorDataViewType(NumberDataViewType.Single, dimensions));
        return schema.ToSchema()["Features"];
    }

    private static void AssertRefused(DataViewSchema.Column features, CnnOptions options, string expected, string got, string examples)
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ImageShape.Of(features, options));

        Assert.AreEqual($"Schema mismatch for feature column 'Features': expected a vector with {expected}, got {got}. Set InputShape, for example to {examples}.", error.Message);
    }
}
