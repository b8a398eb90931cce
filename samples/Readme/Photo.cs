using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

/// <summary>An image as a file, as what is in one, and as what was read from one.</summary>
internal sealed class Photo
{
    private const int Size = 40; // pixels

    public string Path { get; init; } = "";

    public byte[] Content { get; init; } = [];

    [ImageType(Size, Size)]
    public MLImage? Image { get; init; }

    /// <summary>Draws lines from left to right into one folder and from top to bottom into the other.</summary>
    internal static void Draw(string folder, int count)
    {
        Random random = new(1);
        foreach (string kind in (string[])["horizontal", "vertical"])
        {
            string path = Directory.CreateDirectory(System.IO.Path.Combine(folder, kind)).FullName;
            for (int index = 0; index < count; index++)
            {
                byte[] pixels = new byte[4 * Size * Size];
                random.NextBytes(pixels);
                int line = random.Next(Size - 3);
                for (int place = 0; place < 3 * Size; place++)
                {
                    (int along, int across) = (place % Size, line + (place / Size));
                    int pixel = kind == "horizontal" ? across * Size + along : along * Size + across;
                    pixels.AsSpan(4 * pixel, 4).Fill(255);
                }
                using MLImage image = MLImage.CreateFromPixels(Size, Size, MLPixelFormat.Rgba32, pixels);
                image.Save(System.IO.Path.Combine(path, $"{index}.png"));
            }
        }
    }
}
