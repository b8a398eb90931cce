using Microsoft.ML.Transforms.Image;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class PixelDecoderTests
{
    private static readonly Dictionary<string, byte[]> s_files = new()
    {
        ["png"] = ToyImage.Encode(ToyImage.Noise(40, 30)),
        ["jpeg"] = ToyImage.Encode(ToyImage.Noise(40, 30), SKEncodedImageFormat.Jpeg),
        ["webp"] = ToyImage.Encode(ToyImage.Noise(40, 30), SKEncodedImageFormat.Webp),
        ["bmp"] = ToyFiles.Bmp(13, 9, (x, y) => new SKColor((byte)(20 * x), (byte)(28 * y), 7)),
        ["gif"] = ToyFiles.Gif(13, 9, (10, 20, 30), (200, 210, 220), (x, y) => (x + y) % 2 == 0),
    };

    public static IEnumerable<object[]> Formats => s_files.Keys.Select(format => new object[] { format });

    [TestMethod]
    public void Png_AtItsOwnSize_GivesEachPixelByChannel()
    {
        using SKBitmap noise = ToyImage.Noise(7, 5);
        byte[] pixels = Decode(ToyImage.Encode(noise.Copy()), 7, 5);
        Func<SKColor, byte>[] channels = [color => color.Red, color => color.Green, color => color.Blue];
        Assert.AreSequenceEqual(channels.SelectMany(channel => noise.Pixels.Select(channel)), pixels);
    }

    [TestMethod]
    public void Color_Gray_IsTheLumaOfBt601()
    {
        byte[] file = ToyImage.Encode(ToyImage.Quarters(2, 2));
        Assert.AreSequenceEqual([(byte)76, (byte)150, (byte)29, (byte)255], Decode(file, 2, 2, PixelColor.Gray));
    }

    [TestMethod]
    public void Color_GrayOfGray_IsWhatItWas()
    {
        byte[] file = ToyImage.Encode(ToyImage.Draw(16, 16, (x, y) => new SKColor((byte)(16 * y + x), (byte)(16 * y + x), (byte)(16 * y + x))));
        Assert.AreSequenceEqual(Enumerable.Range(0, 256).Select(value => (byte)value), Decode(file, 16, 16, PixelColor.Gray));
    }

    [TestMethod]
    public void Transparency_IsBlack_AndOpacityTheFourthChannel()
    {
        byte[] file = ToyImage.Encode(ToyImage.Draw(3, 1, (x, _) => new SKColor(200, 100, 50, (byte)(x == 0 ? 255 : x == 1 ? 0 : 128))));
        byte[] pixels = Decode(file, 3, 1, PixelColor.Rgba);
        Assert.AreSequenceEqual([(byte)200, (byte)0, (byte)100, (byte)100, (byte)0, (byte)50, (byte)50, (byte)0, (byte)25, (byte)255, (byte)0, (byte)128], pixels);
        Assert.AreSequenceEqual(pixels[..9], Decode(file, 3, 1));
    }

    // Four times as wide as high; its quarters are 50, 100, 200 and 50. Expected are four places of a middle row, and one of the first row.
    [TestMethod]
    [DataRow(ImageResizingEstimator.ResizingKind.IsoCrop, "100 100 200 200, 100")]
    [DataRow(ImageResizingEstimator.ResizingKind.IsoPad, "50 100 200 50, 0")]
    [DataRow(ImageResizingEstimator.ResizingKind.Fill, "50 100 200 50, 100")]
    public void Resizing_OfAFlatImage_CutsPadsOrStretches(ImageResizingEstimator.ResizingKind resizing, string expected)
    {
        byte[] quarters = [50, 100, 200, 50];
        byte[] file = ToyImage.Encode(ToyImage.Draw(64, 16, (x, _) => new SKColor(quarters[x / 16], quarters[x / 16], quarters[x / 16])));
        byte[] pixels = Decode(file, 16, 16, PixelColor.Gray, resizing);
        byte[] row = pixels[(16 * 8)..];
        Assert.AreEqual(expected, $"{row[1]} {row[6]} {row[9]} {row[14]}, {pixels[6]}");
    }

    [TestMethod]
    public void Padding_IsTransparent()
    {
        byte[] pixels = Decode(ToyImage.Encode(ToyImage.Gradient(16, 4)), 8, 8, PixelColor.Rgba, ImageResizingEstimator.ResizingKind.IsoPad);
        Assert.AreSequenceEqual([(byte)0, (byte)255, (byte)255, (byte)0], [pixels[192 + 2 * 8], pixels[192 + 3 * 8], pixels[192 + 4 * 8], pixels[192 + 5 * 8]]);
    }

    // In single precision, 49 * (32 / 49) is less than 32: the last column would be black.
    [TestMethod]
    [DataRow(ImageResizingEstimator.ResizingKind.IsoCrop)]
    [DataRow(ImageResizingEstimator.ResizingKind.Fill)]
    public void Resizing_AnyWhiteImage_LeavesNoBlackEdge(ImageResizingEstimator.ResizingKind resizing)
    {
        for (int side = 1; side < 130; side++)
        {
            byte[] file = ToyImage.Encode(ToyImage.Draw(side, 1 + (7 * side) % 130, (_, _) => SKColors.White));
            Assert.IsTrue(Decode(file, 32, 24, PixelColor.Gray, resizing).All(value => value == 255), $"{side}");
        }
    }

    [TestMethod]
    public void Hair_Padded_IsStillThere()
    {
        byte[] file = ToyImage.Encode(ToyImage.Draw(500, 1, (_, _) => SKColors.White));
        Assert.IsTrue(Decode(file, 16, 16, PixelColor.Gray, ImageResizingEstimator.ResizingKind.IsoPad).Any(value => value > 0));
    }

    [TestMethod]
    public void OnePixel_FillsTheFrame()
    {
        byte[] file = ToyImage.Encode(ToyImage.Draw(1, 1, (_, _) => new SKColor(1, 2, 3)));
        Assert.AreSequenceEqual(((byte[])[1, 2, 3]).SelectMany(value => Enumerable.Repeat(value, 30)), Decode(file, 6, 5));
    }

    [TestMethod]
    public void Png_OfSixteenBits_KeepsTheUpperEight()
    {
        byte[] file = ToyPng.Write(2, 1, depth: 16, ToyPng.Rgb, [[0x12, 0x34, 0xFF, 0xFF, 0x00, 0x00, 0x80, 0x00, 0x40, 0x00, 0xC0, 0x00]]);
        Assert.AreSequenceEqual([(byte)0x12, (byte)0x80, (byte)0xFF, (byte)0x40, (byte)0x00, (byte)0xC0], Decode(file, 2, 1));
    }

    [TestMethod]
    public void Png_OfGrayOrPalette_GivesColors()
    {
        byte[] gray = ToyPng.Write(2, 1, depth: 8, ToyPng.Gray, [[7, 250]]);
        Assert.AreSequenceEqual([(byte)7, (byte)250, (byte)7, (byte)250, (byte)7, (byte)250], Decode(gray, 2, 1));
        byte[] palette = ToyPng.Write(2, 1, depth: 8, ToyPng.Palette, [[1, 0]], palette: [10, 20, 30, 40, 50, 60]);
        Assert.AreSequenceEqual([(byte)40, (byte)10, (byte)50, (byte)20, (byte)60, (byte)30], Decode(palette, 2, 1));
    }

    [TestMethod]
    public void Gif_GivesTheColorsOfItsPalette()
    {
        byte[] file = ToyFiles.Gif(2, 2, (10, 20, 30), (200, 210, 220), (x, y) => x == y);
        Assert.AreSequenceEqual([(byte)200, (byte)10, (byte)10, (byte)200, (byte)210, (byte)20, (byte)20, (byte)210, (byte)220, (byte)30, (byte)30, (byte)220], Decode(file, 2, 2));
        byte[] transparent = ToyFiles.Gif(2, 2, (10, 20, 30), (200, 210, 220), (x, y) => x == y, isFirstTransparent: true);
        Assert.AreSequenceEqual([(byte)200, (byte)0, (byte)0, (byte)200], Decode(transparent, 2, 2)[..4]);
    }

    [TestMethod]
    public void Bmp_GivesItsColors()
    {
        byte[] pixels = Decode(s_files["bmp"], 13, 9);
        Assert.AreEqual((20 * 12, 28 * 8, 7), (pixels[116], pixels[117 + 116], pixels[234 + 116]));
    }

    [TestMethod]
    public void Jpeg_OfGray_GivesGray()
    {
        Assert.AreSequenceEqual(Enumerable.Repeat((byte)200, 12), Decode(ToyFiles.Jpeg(200), 2, 2));
    }

    [TestMethod]
    [DataRow((byte)255, (byte)1, (byte)1, (byte)255, (byte)255, (byte)1, (byte)1)] // no cyan, no black: red
    [DataRow((byte)1, (byte)255, (byte)255, (byte)255, (byte)1, (byte)255, (byte)255)]
    [DataRow((byte)255, (byte)255, (byte)255, (byte)1, (byte)1, (byte)1, (byte)1)]
    public void Jpeg_OfCmyk_GivesRedGreenAndBlue(byte cyan, byte magenta, byte yellow, byte black, byte red, byte green, byte blue)
    {
        byte[] pixels = Decode(ToyFiles.Jpeg(cyan, magenta, yellow, black), 1, 1);
        Assert.AreSequenceEqual([red, green, blue], pixels);
    }

    [TestMethod]
    [DataRow((byte)1, "0 1 2 3")]
    [DataRow((byte)2, "1 0 3 2")]
    [DataRow((byte)3, "3 2 1 0")]
    [DataRow((byte)4, "2 3 0 1")]
    [DataRow((byte)5, "0 2 1 3")]
    [DataRow((byte)6, "2 0 3 1")]
    [DataRow((byte)7, "3 1 2 0")]
    [DataRow((byte)8, "1 3 0 2")]
    public void Orientation_OfExif_TurnsTheImageUpright(byte orientation, string quarters)
    {
        byte[] file = ToyFiles.WithOrientation(ToyImage.Encode(ToyImage.Quarters(32, 16), SKEncodedImageFormat.Jpeg), orientation);
        (int width, int height) = orientation < 5 ? (32, 16) : (16, 32);
        byte[] pixels = Decode(file, width, height);
        (int X, int Y)[] centers = [(width / 4, height / 4), (3 * width / 4, height / 4), (width / 4, 3 * height / 4), (3 * width / 4, 3 * height / 4)];
        IEnumerable<int> found = centers.Select(center => Nearest(pixels, center.Y * width + center.X, width * height));
        Assert.AreEqual(quarters, string.Join(' ', found));
    }

    // Whatever is decoded is the whole image; all else is an error that says what is wrong.
    [TestMethod]
    [DynamicData(nameof(Formats))]
    public void File_CutAnywhere_IsAnErrorOrTheWholeImage(string format)
    {
        byte[] file = s_files[format];
        byte[] whole = Decode(file, 13, 9);
        List<int> accepted = [];
        HashSet<string> errors = [];
        for (int length = 0; length < file.Length; length++)
        {
            try
            {
                Assert.AreSequenceEqual(whole, Decode(file[..length], 13, 9), $"{length} of {file.Length}");
                accepted.Add(length);
            }
            catch (FormatException exception)
            {
                errors.Add(exception.Message);
            }
        }
        Assert.IsTrue(accepted.All(length => length > file.Length - 24), string.Join(", ", accepted)); // what ends a file behind its pixels
        Assert.Contains("It is truncated: it ends before its last pixel. Replace it, or leave it out.", errors);
        Assert.IsEmpty(errors.Except(
        [
            "It is empty. Replace it, or leave it out.",
            "It is no JPEG, PNG, GIF, BMP or WebP image. Convert it, or leave it out.",
            "It is damaged. Replace it, or leave it out.",
            "It is truncated: it ends before its last pixel. Replace it, or leave it out.",
        ]));
    }

    // Damage in the middle of a file may go unnoticed where the format has no checksums; it must end in pixels or in an error.
    [TestMethod]
    [DynamicData(nameof(Formats))]
    public void File_WithAnyByteChanged_GivesPixelsOrAnError(string format)
    {
        byte[] file = s_files[format];
        Random random = new(1);
        for (int trial = 0; trial < 500; trial++)
        {
            byte[] damaged = [.. file];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                Decode(damaged, 13, 9);
            }
            catch (FormatException)
            {
            }
        }
    }

    [TestMethod]
    [DataRow("just text")]
    [DataRow("GIF")]
    [DataRow("RIFF____WAVEfmt ")]
    public void Content_OfAnotherKind_IsSaidToBeNone(string text)
    {
        FormatException error = Assert.ThrowsExactly<FormatException>(() => Decode([.. text.Select(letter => (byte)letter)], 2, 2));
        Assert.AreEqual("It is no JPEG, PNG, GIF, BMP or WebP image. Convert it, or leave it out.", error.Message);
    }

    [TestMethod]
    public void Png_ThatPromisesTooManyPixels_IsRefusedByItsHeader()
    {
        byte[] bomb = ToyPng.Write(50_000, 50_000, depth: 8, ToyPng.Rgb, [new byte[10]]);
        FormatException error = Assert.ThrowsExactly<FormatException>(() => Decode(bomb, 2, 2));
        Assert.AreEqual(
            "It has 50,000 × 50,000 pixels, more than the 67,108,864 of DecodePixelsOptions.MaximumPixels. Make it smaller, or raise the limit.", error.Message);
    }

    [TestMethod]
    public void MaximumPixels_IsTheLargestSizeThatIsDecoded()
    {
        byte[] file = ToyImage.Encode(ToyImage.Gradient(10, 8));
        DecodePixelsOptions options = new() { Width = 2, Height = 2, MaximumPixels = 80 };
        Decode(file, options);
        FormatException error = Assert.ThrowsExactly<FormatException>(() => Decode(file, options with { MaximumPixels = 79 }));
        Assert.AreEqual("It has 10 × 8 pixels, more than the 79 of DecodePixelsOptions.MaximumPixels. Make it smaller, or raise the limit.", error.Message);
    }

    [TestMethod]
    public void MaximumFileLength_IsTheLongestFileThatIsRead()
    {
        byte[] file = ToyImage.Encode(ToyImage.Gradient(10, 8));
        DecodePixelsOptions options = new() { Width = 2, Height = 2, MaximumFileLength = file.Length };
        Decode(file, options);
        FormatException error = Assert.ThrowsExactly<FormatException>(() => Decode(file, options with { MaximumFileLength = file.Length - 1 }));
        Assert.AreEqual(
            $"It has {file.Length} bytes, more than the {file.Length - 1} of DecodePixelsOptions.MaximumFileLength. Make it smaller, or raise the limit.", error.Message);
    }

    [TestMethod]
    public void Image_Of8000By8000Pixels_IsDecoded()
    {
        byte[] row = [.. Enumerable.Repeat((byte)0x0F, 1000)]; // a bit a pixel: four black, four white
        byte[] file = ToyPng.Write(8000, 8000, depth: 1, ToyPng.Gray, Enumerable.Repeat(row, 8000));
        byte[] pixels = Decode(file, 4, 4, PixelColor.Gray);
        Assert.IsTrue(pixels.All(value => value is > 110 and < 145), string.Join(' ', pixels));
    }

    [TestMethod]
    [DataRow(MLPixelFormat.Bgra32)]
    [DataRow(MLPixelFormat.Rgba32)]
    public void Image_OfMLNet_IsResizedAlike(MLPixelFormat format)
    {
        using SKBitmap noise = ToyImage.Noise(40, 30);
        byte[] values = [.. noise.Pixels.SelectMany(color => format == MLPixelFormat.Rgba32
            ? new[] { color.Red, color.Green, color.Blue, color.Alpha }
            : [color.Blue, color.Green, color.Red, color.Alpha])];
        using MLImage image = MLImage.CreateFromPixels(40, 30, format, values);
        PixelDecoder decoder = new(new DecodePixelsOptions { Width = 13, Height = 9 });
        byte[] pixels = new byte[decoder.Length];
        decoder.Resize(image, pixels);
        Assert.AreSequenceEqual(Decode(ToyImage.Encode(noise.Copy()), 13, 9), pixels);
    }

    /// <summary>The quarter of <see cref="ToyImage.Quarters"/> that has the color of a pixel.</summary>
    private static int Nearest(byte[] pixels, int place, int area) => Enumerable.Range(0, 4).MinBy(quarter =>
    {
        SKColor color = ToyImage.Corners[quarter];
        return Math.Abs(color.Red - pixels[place]) + Math.Abs(color.Green - pixels[area + place]) + Math.Abs(color.Blue - pixels[2 * area + place]);
    });

    private static byte[] Decode(
        byte[] file,
        int width,
        int height,
        PixelColor color = PixelColor.Rgb,
        ImageResizingEstimator.ResizingKind resizing = ImageResizingEstimator.ResizingKind.IsoCrop) =>
        Decode(file, new DecodePixelsOptions { Width = width, Height = height, Color = color, Resizing = resizing });

    private static byte[] Decode(byte[] file, DecodePixelsOptions options)
    {
        PixelDecoder decoder = new(options);
        byte[] pixels = new byte[decoder.Length];
        decoder.Decode(file, "It", pixels);
        return pixels;
    }
}
