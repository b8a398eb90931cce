namespace MLNetDeep;

/// <summary>Rows of equal length in a file.</summary>
internal static unsafe class FileRows
{
    /// <summary>Reads some rows.</summary>
    /// <param name="file">All rows.</param>
    /// <param name="rows">Which ones, zero-based, shape [B].</param>
    /// <param name="batch">Is filled, shape [B, numbers of a row], on the CPU.</param>
    internal static void Read<T>(SpillFile file, Tensor rows, Tensor batch)
        where T : unmanaged
    {
        int width = (int)batch.size(1);
        using Tensor places = rows.to(ScalarType.Int32, CPU);
        T* values = TensorMemory.First<T>(batch); // a batch of all rows may have more numbers than a span
        foreach (int row in places.Elements<int>())
        {
            file.Read((long)row * width, new Span<T>(values, width));
            values += width;
        }
    }
}
