namespace Images;

/// <summary>A picture's file and what it shows: the name of its folder.</summary>
internal sealed class Picture
{
    private static readonly string[] s_endings = [".jpg", ".jpeg", ".png", ".gif", ".bmp"];

    public string File { get; init; } = "";

    public string Kind { get; init; } = "";

    /// <summary>All pictures of the folders in a folder.</summary>
    public static Picture[] In(string folder)
    {
        Picture[] pictures =
        [
            .. from kind in Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
               from file in Directory.GetFiles(kind, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
               where s_endings.Contains(Path.GetExtension(file).ToLowerInvariant())
               select new Picture { File = Path.GetFullPath(file), Kind = Path.GetFileName(kind) },
        ];
        return pictures.DistinctBy(picture => picture.Kind).Count() > 1
            ? pictures
            : throw new InputException($"'{folder}' needs a folder for each of two or more classes, with {string.Join(", ", s_endings)} files in them.");
    }
}
