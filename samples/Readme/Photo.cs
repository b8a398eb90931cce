using Microsoft.ML.Data;

/// <summary>An image file in a folder that is named for what it shows.</summary>
internal sealed class Photo
{
    private const int Size = 40; // pixels

    public string Path { get; init; } = "";

    public string Kind { get; init; } = "";

    internal static IEnumerable<Photo> InFoldersNamedForTheirKind(string folder) =>
        from file in Directory.GetFiles(folder, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        select new Photo { Path = System.IO.Path.GetFullPath(file), Kind = new FileInfo(file).Directory!.Name };

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
