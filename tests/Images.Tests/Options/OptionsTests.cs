using System.Text.Json;
using Microsoft.ML.Transforms.Image;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class OptionsTests
{
    private static readonly DecodePixelsOptions s_pixels = new() { Width = 3, Height = 2 };

    public static IEnumerable<object[]> Accepted => new DecodePixelsOptions[]
    {
        s_pixels with { Width = 1, Height = 1 },
        s_pixels with { Width = 16384, Height = 16384, Color = PixelColor.Rgba },
        s_pixels with { Color = PixelColor.Gray },
        s_pixels with { Resizing = ImageResizingEstimator.ResizingKind.Fill },
        s_pixels with { Folder = "" },
        s_pixels with { MaximumPixels = 1 },
        s_pixels with { MaximumPixels = 536_870_911 },
        s_pixels with { MaximumFileLength = 1 },
        s_pixels with { MaximumFileLength = int.MaxValue },
    }.Select(options => new object[] { options });

    public static IEnumerable<object[]> Refused =>
    [
        [s_pixels with { Width = 0 }, "Width must be from 1 to 16384."],
        [s_pixels with { Width = 16385 }, "Width must be from 1 to 16384."],
        [s_pixels with { Height = 0 }, "Height must be from 1 to 16384."],
        [s_pixels with { Height = 16385 }, "Height must be from 1 to 16384."],
        [s_pixels with { Color = (PixelColor)3 }, "Color must be one of Gray, Rgb, Rgba."],
        [s_pixels with { Resizing = (ImageResizingEstimator.ResizingKind)3 }, "Resizing must be one of IsoPad, IsoCrop, Fill."],
        [s_pixels with { MaximumPixels = 0 }, "MaximumPixels must be from 1 to 536870911."],
        [s_pixels with { MaximumPixels = 536_870_912 }, "MaximumPixels must be from 1 to 536870911."],
        [s_pixels with { MaximumFileLength = 0 }, "MaximumFileLength must be positive."],
    ];

    [TestMethod]
    [DynamicData(nameof(Accepted))]
    public void Value_InItsRange_IsAccepted(DecodePixelsOptions options)
    {
        options.Check();
        new ImageFolderOptions { Pixels = options, OnUnreadable = UnreadableImages.Skip }.Check();
    }

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public void Value_OutOfItsRange_IsNamed(DecodePixelsOptions options, string error)
    {
        Assert.StartsWith(error, Assert.ThrowsExactly<ArgumentOutOfRangeException>(options.Check).Message);
        Assert.StartsWith(error, Assert.ThrowsExactly<ArgumentOutOfRangeException>(new ImageFolderOptions { Pixels = options }.Check).Message);
        PixelDecodingEstimator estimator = new MLContext().Transforms.DecodePixels("Features", "Path", options);
        IDataView data = new MLContext().Data.LoadFromEnumerable<ToyRow>([]);
        Assert.StartsWith(error, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message);
    }

    [TestMethod]
    public void FolderOptions_OutOfRange_AreNamed()
    {
        ImageFolderOptions options = new() { Pixels = s_pixels };
        Assert.StartsWith("OnUnreadable must be one of Fail, Skip.", Assert.ThrowsExactly<ArgumentOutOfRangeException>((options with { OnUnreadable = (UnreadableImages)2 }).Check).Message);
        Assert.StartsWith("Pixels must be set.", Assert.ThrowsExactly<ArgumentOutOfRangeException>((options with { Pixels = null! }).Check).Message);
    }

    [TestMethod]
    public void Options_ThroughJson_ComeBack()
    {
        DecodePixelsOptions pixels = new()
        {
            Width = 5,
            Height = 7,
            Color = PixelColor.Rgba,
            Resizing = ImageResizingEstimator.ResizingKind.IsoPad,
            Folder = "größe",
            MaximumPixels = 12345,
            MaximumFileLength = 67890,
        };
        ImageFolderOptions options = new()
        {
            Pixels = pixels,
            OnUnreadable = UnreadableImages.Skip,
            Progress = new Progress<ImageFolderProgress>(),
            CancellationToken = new CancellationToken(canceled: true),
        };
        string json = JsonSerializer.Serialize(options);
        Assert.AreEqual(options with { Progress = null, CancellationToken = default }, JsonSerializer.Deserialize<ImageFolderOptions>(json));
        Assert.Contains("\"Color\":\"Rgba\",\"Resizing\":\"IsoPad\"", json);
        Assert.AreEqual(s_pixels, JsonSerializer.Deserialize<DecodePixelsOptions>("""{ "Width": 3, "Height": 2 }"""));
    }
}
