namespace MLNetDeep;

/// <summary>A growing array in native memory for what a cursor delivers, so that the garbage collector never sees it.</summary>
/// <typeparam name="T">The .NET type of the elements.</typeparam>
internal sealed unsafe class NativeList<T> : IDisposable
    where T : unmanaged
{
    private readonly ScalarType _elementType;
    private Tensor _elements;
    private T* _memory;
    private long _capacity;

    /// <param name="elementType">LibTorch's type of the elements, or one of their size.</param>
    /// <param name="capacity">The number of elements to expect, so that memory is allocated once; pages that stay empty cost none.</param>
    internal NativeList(ScalarType elementType, long capacity)
    {
        _elementType = elementType;
        _capacity = Math.Max(capacity, 1);
        _elements = empty(_capacity, elementType);
        _memory = TensorMemory.First<T>(_elements);
    }

    internal long Count { get; private set; }

    /// <summary>The memory behind the last element, to be filled and then kept by <see cref="Keep"/>.</summary>
    internal Span<T> Next(int length)
    {
        if (!HasRoom(length))
        {
            Grow(Count + length);
        }
        return new Span<T>(_memory + Count, length);
    }

    /// <summary>Whether so many more elements fit in the memory; for others all must be copied into more of it.</summary>
    internal bool HasRoom(int length) => Count + length <= _capacity;

    internal void Keep(int length) => Count += length;

    internal void Add(T element)
    {
        Next(1)[0] = element;
        Keep(1);
    }

    /// <summary>Forgets all elements, and keeps the memory for others.</summary>
    internal void Clear() => Count = 0;

    /// <summary>Some of the elements, within the capacity; valid until more are added.</summary>
    internal Span<T> Slice(long start, int length) => new(_memory + start, length);

    /// <summary>The elements as a tensor that outlives the list, shape [count].</summary>
    internal Tensor ToTensor()
    {
        using Tensor kept = _elements.narrow(0, 0, Count);
        return kept.alias();
    }

    public void Dispose() => _elements.Dispose();

    private void Grow(long needed)
    {
        using Tensor old = _elements;
        _capacity = Math.Max(2 * _capacity, needed);
        _elements = empty(_capacity, _elementType);
        _memory = TensorMemory.First<T>(_elements);
        using Tensor begin = _elements.narrow(0, 0, old.size(0));
        begin.copy_(old);
    }
}
