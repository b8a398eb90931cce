using System.Runtime.InteropServices;
using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Rows that are mostly zero: of each the numbers that are not, with their slots (compressed sparse rows).</summary>
internal sealed class SparseRows : IFeatureRows
{
    private const long FewestNumbersAtOnce = 1 << 20; // 4 MB, whatever the budget

    private readonly RowBudget _budget;
    private readonly NativeList<long> _starts; // where each row begins and the last one ends
    private RowList<SlotValue> _numbers;

    /// <param name="width">D.</param>
    /// <param name="expectedRows">The number of rows, if known.</param>
    /// <param name="budget">The memory for all rows.</param>
    internal SparseRows(int width, long? expectedRows, RowBudget budget)
    {
        Width = width;
        _budget = budget;
        _numbers = new RowList<SlotValue>(ScalarType.Int64, expected: null, budget);
        _starts = new NativeList<long>(ScalarType.Int64, (expectedRows ?? 1024) + 1);
        _starts.Add(0);
    }

    public long Count => _starts.Count - 1;

    public int Width { get; }

    /// <summary>The stored share of all N·D numbers.</summary>
    internal double Density => (double)_numbers.Count / Count / Width;

    public void Add(in VBuffer<float> row)
    {
        ReadOnlySpan<float> values = row.GetValues();
        Span<SlotValue> numbers = _numbers.Next(values.Length);
        int count = 0;
        for (int index = 0; index < values.Length; index++)
        {
            if (values[index] != 0)
            {
                numbers[count++] = new SlotValue(row.IsDense ? index : row.GetIndices()[index], values[index]);
            }
        }
        _numbers.Keep(count);
        _starts.Add(_numbers.Count);
    }

    /// <summary>The numbers of a row that are not zero, by their slots; valid until another row is asked for.</summary>
    internal ReadOnlySpan<SlotValue> Row(long row)
    {
        ReadOnlySpan<long> bounds = _starts.Slice(row, 2);
        return _numbers.Slice(bounds[0], (int)(bounds[1] - bounds[0]));
    }

    public ILayer LearnScaling(Tensor rows, Device device, Action checkAlive) =>
        SparseQuartiles.Learn(this, rows, Math.Max(_budget.Left / sizeof(float), FewestNumbersAtOnce), device, checkAlive);

    /// <summary>Scales row by row into memory if that is free beside the raw rows, else into a second file.</summary>
    public IFeatureBatches Prepare(ILayer scaling, Device device, Action checkAlive)
    {
        SparseScaling prepare = new(((RobustScaling)scaling).ToFunction());
        long most = _numbers.Count + Count * prepare.FilledCount;
        return _numbers.IsInMemory && _budget.TryTake(most * Marshal.SizeOf<SlotValue>())
            ? PrepareInMemory(prepare, device, checkAlive)
            : PrepareInFile(prepare, device, checkAlive);
    }

    public void Dispose()
    {
        _starts.Dispose();
        _numbers.Dispose();
    }

    private SparseBatches PrepareInMemory(SparseScaling prepare, Device device, Action checkAlive)
    {
        using NativeList<int> columns = new(ScalarType.Int32, _numbers.Count);
        using NativeList<float> values = new(ScalarType.Float32, _numbers.Count);
        SparseColumns shape = PrepareRows(prepare, checkAlive, row =>
        {
            foreach ((int column, float value) in row)
            {
                columns.Add(column);
                values.Add(value);
            }
        });
        using Tensor starts = _starts.ToTensor(), readColumns = columns.ToTensor(), readValues = values.ToTensor();
        Dispose();
        return new SparseBatches(shape, starts.to(device), readColumns.to(device), readValues.to(device));
    }

    private SparseFileBatches PrepareInFile(SparseScaling prepare, Device device, Action checkAlive)
    {
        RowList<SlotValue> prepared = new(ScalarType.Int64, _numbers.Count, new RowBudget(0, _budget.Folder));
        SparseColumns shape;
        try
        {
            shape = PrepareRows(prepare, checkAlive, row =>
            {
                row.CopyTo(prepared.Next(row.Count));
                prepared.Keep(row.Count);
            });
        }
        catch
        {
            prepared.Dispose();
            throw;
        }
        _numbers.Dispose();
        _numbers = prepared;
        return new SparseFileBatches(shape, _starts, prepared.ToFile()!, device);
    }

    /// <summary>Prepares row after row, and says where each of them begins now.</summary>
    private SparseColumns PrepareRows(SparseScaling prepare, Action checkAlive, Action<List<SlotValue>> keep)
    {
        List<SlotValue> prepared = [];
        double squares = 0;
        for (long row = 0, first = 0, count = 0; row < Count; row++)
        {
            if (row % Blocks.RowsBetweenChecks == 0)
            {
                checkAlive();
            }
            ref long end = ref _starts.Slice(row + 1, 1)[0];
            prepare.Scale(_numbers.Slice(first, (int)(end - first)), prepared);
            keep(prepared);
            foreach (SlotValue number in prepared)
            {
                squares += (double)number.Value * number.Value;
            }
            first = end;
            end = count += prepared.Count;
        }
        return new SparseColumns(Width, prepare.Slots, Count, _starts.Slice(Count, 1)[0], squares);
    }
}
