using System.Buffers;

namespace MLNetDeep.Networks;

/// <summary>Two sums of each channel over many rows: over chunks of rows, and then over the chunks in their order, so that they are equal on any number of threads.</summary>
internal static class ChannelSums
{
    private const int SmallestChunk = 64; // rows, so that the sums of chunks are few numbers
    private const int ChunkNumbers = 4096; // which stay in the first-level cache for a second look

    /// <summary>Computes the sums of a chunk.</summary>
    /// <param name="firstRow">Where the chunk begins.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="first">A number per channel, to be written.</param>
    /// <param name="second">Likewise.</param>
    internal delegate void Compute(long firstRow, int rows, Span<float> first, Span<float> second);

    /// <summary>Adds the sums of a chunk of so many rows to those of the chunks before it.</summary>
    internal delegate void Add(int rows, ReadOnlySpan<float> first, ReadOnlySpan<float> second);

    internal static void Over(long rows, int channels, int threads, Compute compute, Add add)
    {
        int rowsOfChunk = Math.Max(SmallestChunk, ChunkNumbers / channels);
        int chunks = checked((int)((rows + rowsOfChunk - 1) / rowsOfChunk));
        float[] sums = ArrayPool<float>.Shared.Rent(checked(2 * chunks * channels));
        int Rows(int chunk) => (int)Math.Min(rowsOfChunk, rows - (long)chunk * rowsOfChunk);
        Span<float> Sums(int chunk, int which) => sums.AsSpan((2 * chunk + which) * channels, channels);
        Parts.ForEach(chunks, threads, chunk => compute((long)chunk * rowsOfChunk, Rows(chunk), Sums(chunk, 0), Sums(chunk, 1)));
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            add(Rows(chunk), Sums(chunk, 0), Sums(chunk, 1));
        }
        ArrayPool<float>.Shared.Return(sums);
    }
}
