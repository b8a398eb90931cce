using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Images and signals, the channels of each place side by side: as bytes while all numbers are whole and from 0 to 255, else in single precision.</summary>
internal sealed class ImageRows : IFeatureRows
{
    private readonly ImageShape _shape;
    private readonly long? _expectedRows;
    private readonly RowBudget _budget;
    private readonly float[] _row;
    private readonly float[] _interleaved;
    private readonly byte[] _rowOfBytes;
    private RowList<byte>? _bytes; // all rows; null once they are numbers
    private RowList<float>? _numbers;

    /// <param name="shape">The shape of a row.</param>
    /// <param name="expectedRows">The number of rows, if known.</param>
    /// <param name="budget">The memory for all rows.</param>
    internal ImageRows(ImageShape shape, long? expectedRows, RowBudget budget)
    {
        Width = (int)shape.Map.Numbers;
        _shape = shape;
        _expectedRows = expectedRows;
        _budget = budget;
        _row = new float[Width];
        _interleaved = new float[Width];
        _rowOfBytes = new byte[Width];
        _bytes = new RowList<byte>(ScalarType.Byte, expectedRows * Width, budget);
    }

    public long Count => (_bytes?.Count ?? _numbers!.Count) / Width;

    public int Width { get; }

    public void Add(in VBuffer<float> row)
    {
        row.CopyTo(_row);
        _shape.Interleave<float>(_row, _interleaved);
        if (_bytes is not null && !TryAddBytes(_bytes))
        {
            MoveToNumbers(_bytes);
        }
        if (_bytes is null)
        {
            _interleaved.CopyTo(_numbers!.Next(Width));
            _numbers.Keep(Width);
        }
    }

    public ILayer LearnScaling(Tensor rows, Device device, Action checkAlive) =>
        ChannelStatistics.Learn(this, _shape, rows, checkAlive).ToLayer(_shape, device);

    public IFeatureBatches Prepare(ILayer scaling, Device device, Action checkAlive)
    {
        ChannelScaling channels = (ChannelScaling)scaling;
        return _bytes is not null ? Batches(_bytes, channels, device) : Batches(_numbers!, channels, device);
    }

    /// <summary>Copies a row, the channels of each place side by side.</summary>
    internal void Read(long row, Span<float> values)
    {
        if (_bytes is null)
        {
            _numbers!.Read(row * Width, values);
            return;
        }
        _bytes.Read(row * Width, _rowOfBytes);
        for (int index = 0; index < _rowOfBytes.Length; index++)
        {
            values[index] = _rowOfBytes[index];
        }
    }

    public void Dispose()
    {
        _bytes?.Dispose();
        _numbers?.Dispose();
    }

    private bool TryAddBytes(RowList<byte> list)
    {
        Span<byte> bytes = list.Next(Width);
        for (int index = 0; index < _interleaved.Length; index++)
        {
            byte value = (byte)_interleaved[index];
            if (value != _interleaved[index])
            {
                return false; // what was written is not kept
            }
            bytes[index] = value;
        }
        list.Keep(Width);
        return true;
    }

    /// <summary>Copies all rows; where that fails, both lists remain to be disposed.</summary>
    private void MoveToNumbers(RowList<byte> bytes)
    {
        _numbers = new RowList<float>(ScalarType.Float32, _expectedRows * Width, _budget);
        for (long row = 0; row < bytes.Count / Width; row++)
        {
            Read(row, _numbers.Next(Width));
            _numbers.Keep(Width);
        }
        bytes.Dispose();
        _bytes = null;
    }

    private ImageBatches Batches<T>(RowList<T> list, ChannelScaling scaling, Device device)
        where T : unmanaged
    {
        if (list.ToFile() is { } file)
        {
            Tensor Read(Tensor rows)
            {
                using Tensor batch = empty(rows.size(0), Width, list.ElementType);
                FileRows.Read<T>(file, rows, batch);
                return batch.to(device);
            }
            return new ImageBatches(Read, Count, file.Length, scaling, _shape);
        }
        using Tensor values = list.ToTensor(), matrix = values.view(Count, Width);
        Tensor there = matrix.to(device);
        long count = Count;
        Dispose(); // on the CPU the matrix keeps the memory
        return new ImageBatches(rows => there.index_select(0, rows), count, bytesInFile: 0, scaling, _shape);
    }
}
