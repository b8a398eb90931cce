using Microsoft.ML.Data;

namespace Images;

/// <summary>Draws pictures of shapes: of any color, at any place, on noise.</summary>
internal static class Shapes
{
    private const int Size = 40; // pixels

    private static readonly Dictionary<string, Func<double, double, bool>> s_shapes = new()
    {
        ["circle"] = (x, y) => x * x + y * y < 1,
        ["cross"] = (x, y) => Math.Min(Math.Abs(x), Math.Abs(y)) < 0.35 && Math.Max(Math.Abs(x), Math.Abs(y)) < 1,
        ["square"] = (x, y) => Math.Max(Math.Abs(x), Math.Abs(y)) < 0.85,
        ["triangle"] = (x, y) => y < 0.8 && y > 2 * Math.Abs(x) - 1,
    };

    /// <summary>Writes as many pictures into a folder, with a sub-folder for each shape, and returns the folder.</summary>
    public static string Draw(string folder, int count, int seed)
    {
        Random random = new(seed);
        for (int index = 0; index < count; index++)
        {
            (string name, Func<double, double, bool> isInside) = s_shapes.ElementAt(index % s_shapes.Count);
            using MLImage image = MLImage.CreateFromPixels(Size, Size, MLPixelFormat.Rgba32, Pixels(random, isInside));
            image.Save(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, name)).FullName, $"{index:D5}.png"));
        }
        return folder;
    }

    private static byte[] Pixels(Random random, Func<double, double, bool> isInside)
    {
        double radius = random.Next(7, 13), centerX = random.Next(12, Size - 12), centerY = random.Next(12, Size - 12);
        byte[] color = [(byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)];
        byte[] pixels = new byte[4 * Size * Size];
        random.NextBytes(pixels);
        for (int pixel = 0; pixel < Size * Size; pixel++)
        {
            if (isInside((pixel % Size - centerX) / radius, (pixel / Size - centerY) / radius))
            {
                color.CopyTo(pixels, 4 * pixel);
            }
            pixels[4 * pixel + 3] = byte.MaxValue; // opaque
        }
        return pixels;
    }
}
