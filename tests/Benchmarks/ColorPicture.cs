using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks;

/// <summary>A made-up colored image of 32 × 32 pixels, one half of which is brighter.</summary>
internal sealed class ColorPicture
{
    internal const int PixelCount = 3 * 32 * 32;

    [VectorType(3, 32, 32)] public float[] Features { get; } = new float[PixelCount];

    public bool IsPositive { get; private set; }

    /// <summary>Images that take no memory: one object, drawn anew for each.</summary>
    internal static IEnumerable<ColorPicture> Stream(int count)
    {
        Random random = new(1);
        ColorPicture picture = new();
        for (int index = 0; index < count; index++)
        {
            picture.IsPositive = index % 2 == 0;
            for (int pixel = 0; pixel < PixelCount; pixel++)
            {
                picture.Features[pixel] = random.Next(pixel % 32 < 16 == picture.IsPositive ? 64 : 0, 256);
            }
            yield return picture;
        }
    }
}
