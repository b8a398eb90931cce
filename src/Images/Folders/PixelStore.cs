using System.Globalization;

namespace MLNetDeep;

/// <summary>The pixels of many images in memory, in arrays of a few megabytes.</summary>
internal sealed class PixelStore
{
    private const int ChunkLength = 16 << 20; // bytes

    private readonly int _imageLength;
    private readonly int _imagesPerChunk;
    private readonly byte[][] _chunks;

    /// <param name="count">The number of images.</param>
    /// <param name="imageLength">The bytes of each.</param>
    /// <exception cref="InvalidOperationException">They are more than the process may have.</exception>
    internal PixelStore(int count, int imageLength)
    {
        CheckMemory((long)count * imageLength, count);
        _imageLength = imageLength;
        _imagesPerChunk = Math.Max(1, ChunkLength / imageLength);
        _chunks = new byte[(count + _imagesPerChunk - 1) / _imagesPerChunk][];
        for (int chunk = 0; chunk < _chunks.Length; chunk++)
        {
            int images = Math.Min(_imagesPerChunk, count - chunk * _imagesPerChunk);
            _chunks[chunk] = GC.AllocateUninitializedArray<byte>(images * imageLength);
        }
    }

    /// <summary>The pixels of an image.</summary>
    internal Span<byte> this[int image] => _chunks[image / _imagesPerChunk].AsSpan(image % _imagesPerChunk * _imageLength, _imageLength);

    private static void CheckMemory(long needed, int count)
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The pixels of {count:N0} images take {needed:N0} bytes, more than the {available:N0} bytes of memory that this process may have. Make Width and Height smaller, or use mlContext.Transforms.DecodePixels, which keeps no pixels."));
        }
    }
}
