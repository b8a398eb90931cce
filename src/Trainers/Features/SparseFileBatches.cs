using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Prepared rows that are mostly zero, in a file in compressed form.</summary>
/// <param name="shape">What rows and columns there are.</param>
/// <param name="starts">Where each row begins and the last one ends.</param>
/// <param name="file">The stored numbers with their columns, ascending within a row.</param>
/// <param name="device">Where to compute.</param>
internal sealed class SparseFileBatches(SparseColumns shape, NativeList<long> starts, SpillFile file, Device device) : IFeatureBatches
{
    public long Count => shape.RowCount;

    public long ValuesPerRow => shape.NumbersPerRow;

    public double DefaultDropout => shape.DefaultDropout;

    public long BytesInFile => file.Length;

    /// <summary>Rows as a sparse tensor of coordinates, shape [B, U].</summary>
    public Tensor Batch(Tensor rows)
    {
        using Tensor which = rows.to(ScalarType.Int32, CPU);
        ReadOnlySpan<int> places = which.Elements<int>();
        long count = NumbersIn(places);
        using Tensor stored = empty(count, ScalarType.Int64), coordinates = empty(2, count, ScalarType.Int64), values = empty(count);
        Read(places, stored.Elements<SlotValue>(), coordinates.Elements<long>());
        Split(stored.Elements<SlotValue>(), coordinates.Elements<long>()[(int)count..], values.Elements<float>());
        return sparse_coo_tensor(coordinates.to(device), values.to(device), [places.Length, shape.Slots.Length]);
    }

    public ILayer FirstLayer(string name, int outputs, double gain, Generator generator) =>
        shape.FirstLayer(name, outputs, gain, generator, device);

    private long NumbersIn(ReadOnlySpan<int> places)
    {
        long count = 0;
        foreach (int place in places)
        {
            ReadOnlySpan<long> bounds = starts.Slice(place, 2);
            count += bounds[1] - bounds[0];
        }
        return count;
    }

    /// <summary>Reads the numbers of the rows one behind the other, and says of each in which row of the batch it is.</summary>
    private void Read(ReadOnlySpan<int> places, Span<SlotValue> numbers, Span<long> rows)
    {
        for (int row = 0; row < places.Length; row++)
        {
            ReadOnlySpan<long> bounds = starts.Slice(places[row], 2);
            int length = (int)(bounds[1] - bounds[0]);
            file.Read(bounds[0], numbers[..length]);
            rows[..length].Fill(row);
            numbers = numbers[length..];
            rows = rows[length..];
        }
    }

    private static void Split(ReadOnlySpan<SlotValue> numbers, Span<long> columns, Span<float> values)
    {
        for (int index = 0; index < numbers.Length; index++)
        {
            (columns[index], values[index]) = (numbers[index].Slot, numbers[index].Value);
        }
    }
}
