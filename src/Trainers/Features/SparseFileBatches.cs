using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Prepared rows that are mostly zero, in a file in compressed form.</summary>
/// <param name="shape">What rows and columns there are.</param>
/// <param name="starts">Where each row begins and the last one ends.</param>
/// <param name="file">The stored numbers with their columns, ascending within a row.</param>
/// <param name="device">Where to compute.</param>
internal sealed unsafe class SparseFileBatches(SparseColumns shape, NativeList<long> starts, SpillFile file, Device device) : ITabularBatches
{
    public long Count => shape.RowCount;

    public long ValuesPerRow => shape.NumbersPerRow;

    public int Width => shape.Width;

    public int? DenseWidth => null;

    public double DefaultDropout => shape.DefaultDropout;

    public long BytesInFile => file.Length;

    /// <summary>Rows as a sparse tensor of coordinates, shape [B, U].</summary>
    public Tensor Batch(Tensor rows)
    {
        using Tensor which = rows.to(ScalarType.Int32, CPU);
        ReadOnlySpan<int> places = which.Elements<int>();
        (long count, int longest) = Measure(places);
        using Tensor stored = empty(longest, ScalarType.Int64), coordinates = empty(2, count, ScalarType.Int64), values = empty(count);
        long* first = TensorMemory.First<long>(coordinates); // a batch of all rows may have more numbers than a span
        Read(places, stored.Elements<SlotValue>(), first, first + count, TensorMemory.First<float>(values));
        return sparse_coo_tensor(coordinates.to(device), values.to(device), [places.Length, shape.Slots.Length]);
    }

    public ILayer? ToDense() => shape.ToDense(device);

    public ILayer FirstLayer(string name, int outputs, double gain, Generator generator) =>
        shape.FirstLayer(name, outputs, gain, generator, device);

    /// <summary>How many numbers rows have together, and the longest of them alone.</summary>
    private (long Count, int Longest) Measure(ReadOnlySpan<int> places)
    {
        long count = 0;
        int longest = 0;
        foreach (int place in places)
        {
            int length = Length(place);
            count += length;
            longest = Math.Max(longest, length);
        }
        return (count, longest);
    }

    /// <summary>Reads the rows one behind the other, and says of each number in which row of the batch and which column it is.</summary>
    /// <param name="places">Which rows.</param>
    /// <param name="stored">Memory for the longest of them.</param>
    /// <param name="rows">Is filled with the numbers' rows.</param>
    /// <param name="columns">Is filled with their columns.</param>
    /// <param name="values">Is filled with the numbers.</param>
    private void Read(ReadOnlySpan<int> places, Span<SlotValue> stored, long* rows, long* columns, float* values)
    {
        for (int row = 0; row < places.Length; row++)
        {
            Span<SlotValue> numbers = stored[..Length(places[row])];
            file.Read(starts.Slice(places[row], 1)[0], numbers);
            foreach (SlotValue number in numbers)
            {
                *rows++ = row;
                *columns++ = number.Slot;
                *values++ = number.Value;
            }
        }
    }

    private int Length(int place)
    {
        ReadOnlySpan<long> bounds = starts.Slice(place, 2);
        return (int)(bounds[1] - bounds[0]);
    }
}
