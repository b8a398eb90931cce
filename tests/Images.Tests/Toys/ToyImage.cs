namespace MLNetDeep.Tests;

/// <summary>Images that tests draw, in memory.</summary>
internal static class ToyImage
{
    internal static readonly SKColor[] Corners = [SKColors.Red, SKColors.Lime, SKColors.Blue, SKColors.White];

    /// <summary>A different color at each pixel; smooth, so that lossy formats keep it near.</summary>
    internal static SKBitmap Gradient(int width, int height) =>
        Draw(width, height, (x, y) => new SKColor((byte)(255 * x / width), (byte)(255 * y / height), (byte)(255 - 255 * x / width), 255));

    /// <summary>Random colors, of which no two neighbors are alike.</summary>
    internal static SKBitmap Noise(int width, int height)
    {
        Random random = new(width + 1000 * height);
        return Draw(width, height, (_, _) => new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)));
    }

    /// <summary>Four areas, from left to right and from top to bottom: red and green, blue and white.</summary>
    internal static SKBitmap Quarters(int width, int height) =>
        Draw(width, height, (x, y) => Corners[(2 * x >= width ? 1 : 0) + (2 * y >= height ? 2 : 0)]);

    internal static SKBitmap Draw(int width, int height, Func<int, int, SKColor> color)
    {
        SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, color(x, y));
            }
        }
        return bitmap;
    }

    /// <summary>The content of a file. The bitmap is disposed.</summary>
    internal static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format = SKEncodedImageFormat.Png, int quality = 100)
    {
        using (bitmap)
        {
            using SKData data = bitmap.Encode(format, quality);
            return data.ToArray();
        }
    }
}
