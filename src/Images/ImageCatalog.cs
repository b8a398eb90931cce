using System.Runtime.CompilerServices;
using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>Images for deep networks, as verbs on ML.NET's catalogs.</summary>
public static class ImageCatalog
{
    /// <summary>Makes a column of pixels, in red, green and blue, from a column of images.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to add.</param>
    /// <param name="width">The width that images are resized to, in pixels.</param>
    /// <param name="height">The height that images are resized to, in pixels.</param>
    /// <param name="inputColumnName">The column of images; <see langword="null"/> if it has the name of the output.</param>
    /// <inheritdoc cref="DecodePixels(TransformsCatalog, string, string?, DecodePixelsOptions)" path="/remarks"/>
    public static PixelDecodingEstimator DecodePixels(
        this TransformsCatalog catalog, string outputColumnName, int width, int height, string? inputColumnName = null) =>
        catalog.DecodePixels(outputColumnName, inputColumnName, new DecodePixelsOptions { Width = width, Height = height });

    /// <summary>Makes a column of pixels from a column of images.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to add.</param>
    /// <param name="inputColumnName">The column of images; <see langword="null"/> if it has the name of the output.</param>
    /// <param name="options">The size, the channels and the limits; checked by <c>Fit</c>.</param>
    /// <remarks>
    /// <para>The input is text (paths of files), a vector of bytes (their content) or an image column. Files are JPEG, PNG, GIF (its first
    /// image), BMP or WebP. The output is a vector of <see cref="float"/> with the dimensions channels, height and width, of whole numbers
    /// from 0 to 255: what <c>Trainers.Cnn</c> reads.</para>
    /// <para>Images are turned upright as EXIF says, which <c>LoadImages</c> leaves undone; image columns no longer know. Color profiles are not
    /// applied. Otherwise the numbers are those of <c>LoadImages</c>, <c>ResizeImages</c> and <c>ExtractPixels</c>, except that <c>Fill</c>
    /// smooths, where theirs takes the nearest pixel.</para>
    /// <para>An image that is missing, truncated, damaged, of another kind, or larger than the options allow is an error that names it, when it is read.</para>
    /// </remarks>
    public static PixelDecodingEstimator DecodePixels(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, DecodePixelsOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(outputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        MLNetInternals.Check();
        return new PixelDecodingEstimator(
            new PixelColumn { OutputColumnName = outputColumnName, InputColumnName = inputColumnName ?? outputColumnName, Options = options });
    }

    /// <summary>Loads the images of a folder in red, green and blue; the name of each sub-folder is the class of the images in it.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="folder">The folder with a sub-folder for each class.</param>
    /// <param name="width">The width that images are resized to, in pixels.</param>
    /// <param name="height">The height that images are resized to, in pixels.</param>
    /// <inheritdoc cref="LoadFromImageFolder(DataOperationsCatalog, string, ImageFolderOptions)" path="/*[not(self::summary) and not(self::param)]"/>
    public static ImageFolderView LoadFromImageFolder(this DataOperationsCatalog catalog, string folder, int width, int height) =>
        catalog.LoadFromImageFolder(folder, new ImageFolderOptions { Pixels = new DecodePixelsOptions { Width = width, Height = height } });

    /// <summary>Loads the images of a folder; the name of each sub-folder is the class of the images in it.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="folder">The folder with a sub-folder for each class.</param>
    /// <param name="options">The size and the channels of the pixels, and what is done about images that cannot be read.</param>
    /// <returns>Rows of <c>ImagePath</c>, <c>Label</c> (the class, text) and <c>Features</c> (the pixels), in the ordinal order of the paths.</returns>
    /// <remarks>
    /// <para>All images are decoded by this call, each once, on all cores: whoever reads the rows then finds the pixels in memory, where they take
    /// width · height · channels bytes an image. For more images than memory holds, use <c>mlContext.Transforms.DecodePixels</c>.</para>
    /// <para>Images are files .bmp, .gif, .jpeg, .jpg, .png and .webp in the sub-folders and below these. Other files, and files beside the
    /// sub-folders, are counted in <see cref="ImageFolderView.IgnoredFileCount"/>; hidden files are passed over.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or one below it, may not be read.</exception>
    /// <exception cref="InvalidOperationException">There are no images of two classes, or their pixels take more memory than there is.</exception>
    /// <exception cref="FormatException">Images cannot be read, and are not to be skipped.</exception>
    /// <exception cref="OperationCanceledException">ML.NET or the options' token cancelled.</exception>
    public static ImageFolderView LoadFromImageFolder(this DataOperationsCatalog catalog, string folder, ImageFolderOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        MLNetInternals.Check();
        return Load(catalog, folder, options);
    }

    /// <summary>Uses internals of ML.NET, which are checked before this method is compiled.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ImageFolderView Load(DataOperationsCatalog catalog, string folder, ImageFolderOptions options)
    {
        IHost host = CatalogUtils.GetEnvironment(catalog).Register(nameof(ImageFolderLoader));
        return new ImageFolderLoader(host, options, ImageFolder.Open(folder)).Load();
    }
}
