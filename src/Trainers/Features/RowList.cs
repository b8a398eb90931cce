namespace MLNetDeep;

/// <summary>A list of what a cursor delivers that lives in native memory while the budget allows, and then in a file.</summary>
/// <typeparam name="T">The .NET type of the elements.</typeparam>
/// <remarks>In either form all elements are appended before the first is read.</remarks>
internal sealed unsafe class RowList<T> : IDisposable
    where T : unmanaged
{
    private const int BufferBytes = 1 << 20;

    private readonly RowBudget _budget;
    private SpillFile? _file;
    private NativeList<T> _memory; // all elements; with a file the latest, or a part of them that was read
    private long _first; // the place of the first one in memory
    private long _taken; // bytes of the budget

    /// <param name="elementType">LibTorch's type of the elements, or one of their size.</param>
    /// <param name="expected">The number of elements, if known.</param>
    /// <param name="budget">The memory for all rows.</param>
    internal RowList(ScalarType elementType, long? expected, RowBudget budget)
    {
        ElementType = elementType;
        _budget = budget;
        if (expected * sizeof(T) > budget.Left)
        {
            _file = budget.Folder.NewFile(expected * sizeof(T));
            expected = null;
        }
        _memory = new NativeList<T>(elementType, expected ?? Buffer);
    }

    internal long Count { get; private set; }

    internal bool IsInMemory => _file is null;

    internal ScalarType ElementType { get; }

    private static int Buffer => BufferBytes / sizeof(T); // elements

    /// <summary>The memory behind the last element, to be filled and then kept by <see cref="Keep"/>.</summary>
    /// <exception cref="IOException">The list needs a file, and that failed.</exception>
    internal Span<T> Next(int length)
    {
        if (_file is null && !_memory.HasRoom(length) && _taken > _budget.Left)
        {
            MoveToFile(); // to grow takes a copy
        }
        return _memory.Next(length);
    }

    /// <exception cref="IOException">The list needs a file, and that failed.</exception>
    internal void Keep(int length)
    {
        _memory.Keep(length);
        Count += length;
        if (_file is not null)
        {
            if (_memory.Count >= Buffer)
            {
                WriteMemory();
            }
        }
        else if (_budget.TryTake((long)length * sizeof(T)))
        {
            _taken += (long)length * sizeof(T);
        }
        else
        {
            MoveToFile();
        }
    }

    /// <summary>Some elements; valid until others are asked for. Fast where what is asked for lies close behind.</summary>
    internal ReadOnlySpan<T> Slice(long start, int length)
    {
        if (start < _first || start + length > _first + _memory.Count)
        {
            ReadMemory(start, (int)Math.Max(length, Math.Min(Buffer, Count - start)));
        }
        return _memory.Slice(start - _first, length);
    }

    /// <summary>Copies some elements.</summary>
    internal void Read(long start, Span<T> elements)
    {
        if (ToFile() is { } file)
        {
            file.Read(start, elements);
        }
        else
        {
            _memory.Slice(start, elements.Length).CopyTo(elements);
        }
    }

    /// <summary>The file with all elements, which remains the list's; null where they are in memory.</summary>
    internal SpillFile? ToFile()
    {
        if (_file is not null && _file.Length < Count * sizeof(T))
        {
            WriteMemory();
        }
        return _file;
    }

    /// <summary>The elements, if they are in memory, as a tensor that outlives the list, shape [count].</summary>
    internal Tensor ToTensor() => _memory.ToTensor();

    public void Dispose()
    {
        _memory.Dispose();
        _file?.Dispose();
        _budget.Return(_taken);
        _taken = 0;
    }

    private void MoveToFile()
    {
        _file = _budget.Folder.NewFile(expectedBytes: null);
        WriteMemory();
        _memory.Dispose();
        _memory = new NativeList<T>(ElementType, Buffer);
        _budget.Return(_taken);
        _taken = 0;
    }

    /// <summary>Empties the memory into the file, in pieces: a span of bytes ends at 2 GB.</summary>
    private void WriteMemory()
    {
        for (long start = 0; start < _memory.Count; start += Buffer)
        {
            _file!.Append<T>(_memory.Slice(start, (int)Math.Min(Buffer, _memory.Count - start)));
        }
        _first += _memory.Count;
        _memory.Clear();
    }

    private void ReadMemory(long start, int length)
    {
        SpillFile file = ToFile()!;
        _memory.Clear();
        file.Read(start, _memory.Next(length));
        _memory.Keep(length);
        _first = start;
    }
}
