namespace MLNetDeep;

/// <summary>The images in the sub-folders of a folder.</summary>
/// <param name="Path">The full path of the folder.</param>
/// <param name="Files">The images, in the ordinal order of their paths.</param>
/// <param name="IgnoredFileCount">How many files are no images by their names, or lie beside the sub-folders.</param>
internal sealed record ImageFolder(string Path, IReadOnlyList<ImageFile> Files, int IgnoredFileCount)
{
    private static readonly EnumerationOptions s_below = new() { RecurseSubdirectories = true, IgnoreInaccessible = false }; // without hidden files
    private static readonly EnumerationOptions s_inside = new() { IgnoreInaccessible = false };

    /// <summary>Finds the images.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or one below it.</exception>
    /// <exception cref="InvalidOperationException">It has not images of two classes.</exception>
    internal static ImageFolder Open(string folder)
    {
        string path = System.IO.Path.GetFullPath(folder);
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"There is no folder '{path}'.");
        }
        List<ImageFile> images = [];
        int ignored = Directory.EnumerateFiles(path, "*", s_inside).Count();
        foreach (string subFolder in Directory.EnumerateDirectories(path, "*", s_inside))
        {
            foreach (string file in Directory.EnumerateFiles(subFolder, "*", s_below))
            {
                if (ImageFormats.Extensions.Contains(System.IO.Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                {
                    images.Add(new ImageFile(file, System.IO.Path.GetFileName(subFolder)));
                }
                else
                {
                    ignored++;
                }
            }
        }
        images.Sort((first, second) => string.CompareOrdinal(Order(first), Order(second)));
        CheckClasses(images, $"'{path}' has");
        return new ImageFolder(path, images, ignored);
    }

    /// <summary>Checks that there are two classes or more.</summary>
    /// <param name="images">The images.</param>
    /// <param name="subject">The beginning of the error, such as "X has".</param>
    /// <exception cref="InvalidOperationException">There are fewer.</exception>
    internal static void CheckClasses(IReadOnlyList<ImageFile> images, string subject)
    {
        string[] classes = [.. images.Select(image => image.Label).Distinct().Take(2)];
        if (classes.Length < 2)
        {
            string found = classes is [string only] ? $"images of one class only, '{only}'" : "no images in sub-folders";
            throw new InvalidOperationException($"{subject} {found}. Put the images ({string.Join(", ", ImageFormats.Extensions)}) of each class into a sub-folder "
                + "that is named for it; for images without classes, use mlContext.Transforms.DecodePixels on a column of paths.");
        }
    }

    /// <summary>The same on every platform.</summary>
    private static string Order(ImageFile image) => image.Path.Replace('\\', '/');
}
