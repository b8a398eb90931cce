using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Rows that are mostly zero: of each the numbers that are not, with their slots (compressed sparse rows).</summary>
internal sealed class SparseRows : IFeatureRows
{
    private const int Expected = 1 << 16; // numbers

    private readonly NativeList<long> _starts;
    private readonly NativeList<int> _slots = new(ScalarType.Int32, Expected);
    private readonly NativeList<float> _values = new(ScalarType.Float32, Expected);

    /// <param name="width">D.</param>
    /// <param name="expectedRows">The number of rows, if known.</param>
    internal SparseRows(int width, long? expectedRows)
    {
        Width = width;
        _starts = new NativeList<long>(ScalarType.Int64, (expectedRows ?? 1024) + 1);
        _starts.Add(0);
    }

    public long Count => _starts.Count - 1;

    public int Width { get; }

    /// <summary>The stored share of all N·D numbers.</summary>
    internal double Density => (double)_values.Count / Count / Width;

    public void Add(in VBuffer<float> row)
    {
        ReadOnlySpan<float> values = row.GetValues();
        Span<int> slots = _slots.Next(values.Length);
        Span<float> kept = _values.Next(values.Length);
        int count = 0;
        for (int index = 0; index < values.Length; index++)
        {
            if (values[index] != 0)
            {
                slots[count] = row.IsDense ? index : row.GetIndices()[index];
                kept[count++] = values[index];
            }
        }
        _slots.Keep(count);
        _values.Keep(count);
        _starts.Add(_values.Count);
    }

    internal SparseRow Row(long row)
    {
        ReadOnlySpan<long> bounds = _starts.Slice(row, 2);
        int length = (int)(bounds[1] - bounds[0]);
        return new SparseRow(_slots.Slice(bounds[0], length), _values.Slice(bounds[0], length));
    }

    public RobustScaling LearnScaling(long[] rows, Device device) => SparseQuartiles.Learn(this, rows, device);

    public IFeatureBatches Prepare(RobustScaling scaling, Device device)
    {
        SparseScaling prepare = new(scaling.ToFunction());
        using NativeList<long> starts = new(ScalarType.Int64, Count + 1);
        using NativeList<int> columns = new(ScalarType.Int32, _slots.Count);
        using NativeList<float> values = new(ScalarType.Float32, _values.Count);
        starts.Add(0);
        for (long row = 0; row < Count; row++)
        {
            prepare.Append(Row(row), columns, values);
            starts.Add(values.Count);
        }
        Dispose();
        return new SparseBatches(Width, prepare.Slots, starts.ToTensor().to(device), columns.ToTensor().to(device), values.ToTensor().to(device));
    }

    public void Dispose()
    {
        _starts.Dispose();
        _slots.Dispose();
        _values.Dispose();
    }
}
