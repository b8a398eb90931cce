using System.Text.Json.Serialization;
using ResizingKind = Microsoft.ML.Transforms.Image.ImageResizingEstimator.ResizingKind;

namespace MLNetDeep;

/// <summary>How an image becomes numbers, and how large it may be.</summary>
/// <remarks>They serialize with System.Text.Json, and are saved with the transformer. Give training and prediction the same ones.</remarks>
public sealed record DecodePixelsOptions
{
    private const int MaximumSide = 16_384; // with four channels 2^30 numbers, which a vector can hold
    private const int MostPixels = int.MaxValue / 4; // Skia keeps 4 bytes a pixel, and less than 2 GB

    /// <summary>The width that images are resized to, in pixels.</summary>
    /// <value>1 to 16,384.</value>
    public required int Width { get; init; }

    /// <summary>The height that images are resized to, in pixels.</summary>
    /// <value>1 to 16,384.</value>
    public required int Height { get; init; }

    /// <summary>The channels of a pixel.</summary>
    /// <value>The default is <see cref="PixelColor.Rgb"/>.</value>
    public PixelColor Color { get; init; } = PixelColor.Rgb;

    /// <summary>What is done where the sides of an image have another ratio than <see cref="Width"/> and <see cref="Height"/>.</summary>
    /// <value>
    /// <c>IsoCrop</c> cuts off what is too much on both sides, <c>IsoPad</c> adds transparent black on both, <c>Fill</c> stretches.
    /// The default is <c>IsoCrop</c>, as with <c>ResizeImages</c>.
    /// </value>
    [JsonConverter(typeof(JsonStringEnumConverter<ResizingKind>))]
    public ResizingKind Resizing { get; init; } = ResizingKind.IsoCrop;

    /// <summary>The folder that relative paths begin in; full paths are taken as they are.</summary>
    /// <value>The default is <see langword="null"/>: the current folder of the process.</value>
    public string? Folder { get; init; }

    /// <summary>The most pixels that an image may have before it is resized. Its header tells, and larger ones are refused before memory is taken.</summary>
    /// <value>1 to 536,870,911. The default is 67,108,864, as of 8192 × 8192 pixels.</value>
    /// <remarks>
    /// A pixel takes 4 bytes while it is decoded, and up to 10 more in progressive or interlaced files. All images that one transformer or
    /// one folder decodes at the same time have together no more pixels than this: further threads wait.
    /// </remarks>
    public int MaximumPixels { get; init; } = 8192 * 8192;

    /// <summary>The most bytes that the file of an image, or its bytes in a column, may have.</summary>
    /// <value>Positive. The default is 268,435,456.</value>
    public int MaximumFileLength { get; init; } = 256 << 20;

    /// <summary>Channels, height and width.</summary>
    internal int[] Shape => [Color switch { PixelColor.Gray => 1, PixelColor.Rgb => 3, _ => 4 }, Height, Width];

    internal void Check()
    {
        Require.That(Width is >= 1 and <= MaximumSide, nameof(Width), Width, $"from 1 to {MaximumSide}");
        Require.That(Height is >= 1 and <= MaximumSide, nameof(Height), Height, $"from 1 to {MaximumSide}");
        Require.Defined(nameof(Color), Color);
        Require.Defined(nameof(Resizing), Resizing);
        Require.That(MaximumPixels is >= 1 and <= MostPixels, nameof(MaximumPixels), MaximumPixels, $"from 1 to {MostPixels}");
        Require.Positive(nameof(MaximumFileLength), MaximumFileLength);
    }
}
