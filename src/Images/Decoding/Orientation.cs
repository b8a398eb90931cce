using SkiaSharp;

namespace MLNetDeep;

/// <summary>How a camera was held: which pixel of the file stands where in the upright image.</summary>
/// <param name="IsTransposed">Whether the rows of the file are columns of the image.</param>
/// <param name="MirrorsX">Whether left and right of the image are exchanged.</param>
/// <param name="MirrorsY">Whether top and bottom of the image are exchanged.</param>
/// <remarks>The Orientation tag of EXIF 2.32, section 4.6.4.</remarks>
internal readonly record struct Orientation(bool IsTransposed, bool MirrorsX, bool MirrorsY)
{
    internal static Orientation Of(SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => new(false, true, false),
        SKEncodedOrigin.BottomRight => new(false, true, true),
        SKEncodedOrigin.BottomLeft => new(false, false, true),
        SKEncodedOrigin.LeftTop => new(true, false, false),
        SKEncodedOrigin.RightTop => new(true, true, false),
        SKEncodedOrigin.RightBottom => new(true, true, true),
        SKEncodedOrigin.LeftBottom => new(true, false, true),
        _ => default,
    };

    /// <summary>The index in the file's pixels of a pixel of the upright image.</summary>
    /// <param name="x">The column in the upright image.</param>
    /// <param name="y">The row in the upright image.</param>
    /// <param name="width">The width of the upright image.</param>
    /// <param name="height">The height of the upright image.</param>
    internal int Index(int x, int y, int width, int height)
    {
        int column = MirrorsX ? width - 1 - x : x, row = MirrorsY ? height - 1 - y : y;
        return IsTransposed ? column * height + row : row * width + column;
    }
}
