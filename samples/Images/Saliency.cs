using Microsoft.ML.Data;

namespace Images;

/// <summary>A picture with what a network looks at in red.</summary>
internal static class Saliency
{
    /// <param name="pixels">Red, green and blue of all pixels, color after color, as <c>DecodePixels</c> gives them.</param>
    /// <param name="places">How much each pixel matters, from 0 to 1, by row and column.</param>
    /// <param name="file">The PNG file to write.</param>
    public static void Save(float[] pixels, float[,] places, string file)
    {
        const int Zoom = 8; // to see something
        int height = places.GetLength(0), width = places.GetLength(1), area = height * width;
        byte[] picture = new byte[4 * area * Zoom * Zoom];
        for (int index = 0; index < area * Zoom * Zoom; index++)
        {
            int row = index / (width * Zoom) / Zoom, column = index % (width * Zoom) / Zoom, pixel = row * width + column;
            float place = places[row, column];
            picture[4 * index] = (byte)(pixels[pixel] * (1 - place) + 255 * place);
            picture[4 * index + 1] = (byte)(pixels[area + pixel] * (1 - place));
            picture[4 * index + 2] = (byte)(pixels[2 * area + pixel] * (1 - place));
            picture[4 * index + 3] = byte.MaxValue;
        }
        using MLImage image = MLImage.CreateFromPixels(width * Zoom, height * Zoom, MLPixelFormat.Rgba32, picture);
        image.Save(file);
    }
}
