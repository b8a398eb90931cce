using SkiaSharp;
using ResizingKind = Microsoft.ML.Transforms.Image.ImageResizingEstimator.ResizingKind;

namespace MLNetDeep;

/// <summary>Where a resized image lies in its frame.</summary>
internal static class Placement
{
    /// <summary>The rectangle that the whole image is drawn to. Cropped, it is larger than the frame; padded, smaller.</summary>
    /// <remarks>Fractions are cut as <c>ResizeImages</c> does, but in double precision: no rounding leaves an edge of the frame black.</remarks>
    internal static SKRect Of(int imageWidth, int imageHeight, int width, int height, ResizingKind kind)
    {
        if (kind == ResizingKind.Fill)
        {
            return new SKRect(0, 0, width, height);
        }
        bool isFlat = (long)imageWidth * height >= (long)imageHeight * width; // flatter than the frame
        bool fitsHeight = isFlat == (kind == ResizingKind.IsoCrop);
        double drawnWidth = fitsHeight ? (double)imageWidth * height / imageHeight : width;
        double drawnHeight = fitsHeight ? height : (double)imageHeight * width / imageWidth;
        int left = (int)((width - drawnWidth) / 2), top = (int)((height - drawnHeight) / 2);
        return SKRect.Create(left, top, Math.Max(1, (int)drawnWidth), Math.Max(1, (int)drawnHeight)); // a hair is drawn, too
    }
}
