namespace MLNetDeep;

/// <summary>Rows of equal length in a file.</summary>
internal static unsafe class FileRows
{
    /// <summary>Reads some rows, shape [B, width], on the CPU.</summary>
    /// <param name="file">All rows.</param>
    /// <param name="width">The numbers of a row.</param>
    /// <param name="type">LibTorch's type of the numbers.</param>
    /// <param name="rows">Which ones, zero-based, shape [B].</param>
    internal static Tensor Batch<T>(SpillFile file, int width, ScalarType type, Tensor rows)
        where T : unmanaged
    {
        using Tensor places = rows.to(ScalarType.Int32, CPU);
        Tensor batch = empty(places.size(0), width, type);
        T* values = TensorMemory.First<T>(batch); // a batch of all rows may have more numbers than a span
        foreach (int row in places.Elements<int>())
        {
            file.Read((long)row * width, new Span<T>(values, width));
            values += width;
        }
        return batch;
    }
}
