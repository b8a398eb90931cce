using SkiaSharp;

namespace MLNetDeep;

/// <summary>Makes bytes, channel after channel, of images. Many threads may use one.</summary>
internal sealed class PixelDecoder(DecodePixelsOptions options)
{
    private const SKColorType ColorType = SKColorType.Bgra8888; // on every platform, unlike Skia's own choice
    private const int BytesPerPixel = 4;

    private readonly PixelBudget _budget = new(options.MaximumPixels);

    /// <summary>The folder of relative paths.</summary>
    internal string Folder { get; } = options.Folder ?? "";

    /// <summary>The numbers of an image: channels · height · width.</summary>
    internal int Length { get; } = options.Shape.Aggregate((product, size) => product * size);

    /// <summary>Decodes a file.</summary>
    /// <exception cref="FormatException">The file is no image, damaged, or larger than allowed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    internal void DecodeFile(string path, Span<byte> pixels)
    {
        if (!File.Exists(path))
        {
            throw ImageError.Missing(path);
        }
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        string name = ImageError.File(path);
        CheckLength(name, file.Length);
        byte[] encoded = GC.AllocateUninitializedArray<byte>((int)file.Length);
        file.ReadExactly(encoded);
        Decode(encoded, name, pixels);
    }

    /// <summary>Decodes what would be the content of a file.</summary>
    /// <param name="encoded">The content.</param>
    /// <param name="name">What errors call the image.</param>
    /// <param name="pixels">What to fill.</param>
    /// <exception cref="FormatException">The content is no image, damaged, or larger than allowed.</exception>
    internal unsafe void Decode(ReadOnlySpan<byte> encoded, string name, Span<byte> pixels)
    {
        CheckLength(name, encoded.Length);
        if (!ImageFormats.IsKnown(encoded))
        {
            throw ImageError.Unknown(name);
        }
        fixed (byte* content = encoded)
        {
            using SKData data = SKData.Create((nint)content, encoded.Length); // not copied
            using SKCodec codec = SKCodec.Create(data) ?? throw ImageError.Damaged(name);
            SKImageInfo header = codec.Info;
            long size = (long)header.Width * header.Height;
            if (size > options.MaximumPixels)
            {
                throw ImageError.TooLarge(name, header.Width, header.Height, options.MaximumPixels);
            }
            _budget.Take(size);
            try
            {
                Decode(codec, name, pixels);
            }
            finally
            {
                _budget.Return(size);
            }
        }
    }

    /// <summary>Takes the pixels of an image that was decoded elsewhere, and is upright as it is.</summary>
    internal unsafe void Resize(MLImage image, Span<byte> pixels)
    {
        SKColorType colors = image.PixelFormat == MLPixelFormat.Rgba32 ? SKColorType.Rgba8888 : SKColorType.Bgra8888;
        fixed (byte* values = image.Pixels)
        {
            using SKPixmap source = new(new SKImageInfo(image.Width, image.Height, colors, SKAlphaType.Premul), (nint)values);
            Draw(source, default, pixels);
        }
    }

    private void Decode(SKCodec codec, string name, Span<byte> pixels)
    {
        // Without a color space the numbers stay those of the file. Transparent colors are multiplied by their opacity.
        SKImageInfo header = codec.Info;
        SKImageInfo info = new(header.Width, header.Height, ColorType, header.IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Premul);
        using SKBitmap bitmap = new();
        if (!bitmap.TryAllocPixels(info))
        {
            throw ImageError.NoMemory(name, info.Width, info.Height);
        }
        switch (codec.GetPixels(info, bitmap.GetPixels()))
        {
            case SKCodecResult.Success: break;
            case SKCodecResult.IncompleteInput: throw ImageError.Truncated(name);
            default: throw ImageError.Damaged(name);
        }
        using SKPixmap source = bitmap.PeekPixels();
        Draw(source, Orientation.Of(codec.EncodedOrigin), pixels);
    }

    /// <summary>Resizes an image as it lies in the file, and turns the result.</summary>
    private void Draw(SKPixmap source, Orientation orientation, Span<byte> pixels)
    {
        (int width, int height) = orientation.IsTransposed ? (options.Height, options.Width) : (options.Width, options.Height);
        using SKBitmap frame = new(width, height, ColorType, SKAlphaType.Premul);
        frame.Erase(SKColors.Transparent);
        using SKCanvas canvas = new(frame);
        using SKImage image = SKImage.FromPixels(source); // not copied
        using SKPaint paint = new() { FilterQuality = SKFilterQuality.High }; // as ML.NET's ResizeImages
        canvas.DrawImage(image, Placement.Of(source.Width, source.Height, width, height, options.Resizing), paint);
        canvas.Flush();
        Take(frame.GetPixelSpan(), orientation, pixels);
    }

    private void Take(ReadOnlySpan<byte> frame, Orientation orientation, Span<byte> pixels)
    {
        int area = options.Width * options.Height, place = 0;
        for (int y = 0; y < options.Height; y++)
        {
            (int first, int second) = (Index(0, y), Index(1, y)); // the places of a row are as far apart as these
            for (int x = 0, at = first; x < options.Width; x++, place++, at += second - first)
            {
                (byte blue, byte green, byte red, byte opacity) = (frame[at], frame[at + 1], frame[at + 2], frame[at + 3]);
                if (options.Color == PixelColor.Gray)
                {
                    pixels[place] = Gray(red, green, blue);
                    continue;
                }
                (pixels[place], pixels[area + place], pixels[2 * area + place]) = (red, green, blue);
                if (options.Color == PixelColor.Rgba)
                {
                    pixels[3 * area + place] = opacity;
                }
            }
        }

        int Index(int x, int y) => BytesPerPixel * orientation.Index(x, y, options.Width, options.Height);
    }

    /// <summary>0.299 red + 0.587 green + 0.114 blue in 1/65536, rounded: the weights add up to one, so that gray stays what it is.</summary>
    private static byte Gray(int red, int green, int blue) => (byte)((19595 * red + 38470 * green + 7471 * blue + 32768) >> 16);

    private void CheckLength(string name, long length)
    {
        if (length == 0)
        {
            throw ImageError.Empty(name);
        }
        if (length > options.MaximumFileLength)
        {
            throw ImageError.TooLong(name, length, options.MaximumFileLength);
        }
    }
}
