using Microsoft.ML.Transforms.Image;

namespace MLNetDeep;

/// <summary>Reads the image of the row that a cursor stands on.</summary>
internal static class PixelReader
{
    /// <returns>What fills an array of <see cref="PixelDecoder.Length"/> bytes, and throws where the row has no readable image.</returns>
    internal static Action<byte[]> Of(DataViewRow row, DataViewSchema.Column column, PixelDecoder decoder) => column.Type switch
    {
        TextDataViewType => OfFiles(row, column, decoder),
        ImageDataViewType => OfImages(row, column, decoder),
        _ => OfContent(row, column, decoder),
    };

    private static Action<byte[]> OfFiles(DataViewRow row, DataViewSchema.Column column, PixelDecoder decoder)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> path = default;
        return pixels =>
        {
            getter(ref path);
            if (path.IsEmpty)
            {
                throw ImageError.NoValue(column.Name, row.Position, "path");
            }
            decoder.DecodeFile(Path.Combine(decoder.Folder, path.ToString()), pixels);
        };
    }

    private static Action<byte[]> OfContent(DataViewRow row, DataViewSchema.Column column, PixelDecoder decoder)
    {
        ValueGetter<VBuffer<byte>> getter = row.GetGetter<VBuffer<byte>>(column);
        VBuffer<byte> content = default;
        return pixels =>
        {
            getter(ref content);
            ReadOnlySpan<byte> encoded = content.IsDense ? content.GetValues() : content.DenseValues().ToArray();
            decoder.Decode(encoded, ImageError.Row(column.Name, row.Position), pixels);
        };
    }

    /// <remarks>The image is not disposed here: the column may hold images of the user. Whoever loads images disposes each with the next one.</remarks>
    private static Action<byte[]> OfImages(DataViewRow row, DataViewSchema.Column column, PixelDecoder decoder)
    {
        ValueGetter<MLImage?> getter = row.GetGetter<MLImage?>(column);
        MLImage? image = null;
        return pixels =>
        {
            getter(ref image);
            decoder.Resize(image ?? throw ImageError.NoValue(column.Name, row.Position, "image"), pixels);
        };
    }
}
