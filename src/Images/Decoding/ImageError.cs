using System.Globalization;

namespace MLNetDeep;

/// <summary>The errors of images. Each begins with the name of the image: a file, or a row of a column.</summary>
internal static class ImageError
{
    /// <summary>Whether an exception is about one image, so that the others may be fine.</summary>
    internal static bool IsOfOneImage(Exception exception) => exception is FormatException or IOException or UnauthorizedAccessException;

    internal static string File(string path) => $"Image file '{path}'";

    internal static string Row(string column, long row) => $"The image in column '{column}', row {row},";

    internal static FileNotFoundException Missing(string path) =>
        new($"{File(path)} does not exist. Correct the path, or name the folder of relative paths in DecodePixelsOptions.Folder.", path);

    internal static FormatException NoValue(string column, long row, string kind) =>
        new($"Column '{column}', row {row}, has no {kind}. Leave such rows out.");

    internal static FormatException Empty(string name) => new($"{name} is empty. Replace it, or leave it out.");

    internal static FormatException Unknown(string name) =>
        new($"{name} is no {ImageFormats.Names} image. Convert it, or leave it out.");

    internal static FormatException Damaged(string name) => new($"{name} is damaged. Replace it, or leave it out.");

    internal static FormatException Truncated(string name) =>
        new($"{name} is truncated: it ends before its last pixel. Replace it, or leave it out.");

    internal static FormatException TooLong(string name, long length, int maximum) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{name} has {length:N0} bytes, more than the {maximum:N0} of DecodePixelsOptions.MaximumFileLength. Make it smaller, or raise the limit."));

    internal static FormatException TooLarge(string name, int width, int height, int maximum) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{name} has {width:N0} × {height:N0} pixels, more than the {maximum:N0} of DecodePixelsOptions.MaximumPixels. Make it smaller, or raise the limit."));

    internal static InvalidOperationException NoMemory(string name, int width, int height) => new(string.Create(
        CultureInfo.InvariantCulture, $"There is no memory for the {width:N0} × {height:N0} pixels. {name} could not be decoded. Make it smaller, or lower DecodePixelsOptions.MaximumPixels."));
}
