using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetDeep;

/// <summary>A growing matrix of feature rows in native memory, written once by a cursor.</summary>
internal sealed class FeatureRows : IDisposable
{
    private readonly int _width;
    private Tensor _rows;
    private nint _start; // of the rows in memory, as asking the tensor costs more than filling a row
    private long _capacity;
    private long _count;

    /// <param name="width">D, the number of features.</param>
    /// <param name="expectedRows">The number of rows if known, so that memory is allocated once.</param>
    internal FeatureRows(int width, long? expectedRows)
    {
        _width = width;
        _capacity = Math.Max(expectedRows ?? 1024, 1);
        _rows = empty(_capacity, width);
        _start = StartOf(_rows);
    }

    /// <summary>The memory of the row behind the last one, to be filled and then kept by <see cref="Keep"/>.</summary>
    internal unsafe Span<float> Next()
    {
        if (_count == _capacity)
        {
            Grow();
        }
        return new Span<float>((float*)_start + _count * _width, _width);
    }

    internal void Keep() => _count++;

    /// <summary>Hands over the rows, shape [N, D].</summary>
    internal Tensor ToTensor()
    {
        using Tensor rows = _rows.narrow(0, 0, _count);
        return rows.alias();
    }

    public void Dispose() => _rows.Dispose();

    /// <summary>Doubles the room; pages that stay empty cost no memory.</summary>
    private void Grow()
    {
        using Tensor old = _rows;
        _rows = empty(2 * _capacity, _width);
        using Tensor filled = _rows.narrow(0, 0, _count);
        filled.copy_(old);
        _capacity *= 2;
        _start = StartOf(_rows);
    }

    private static unsafe nint StartOf(Tensor rows)
    {
        using Tensor first = rows.narrow(0, 0, 1); // Tensor.bytes spans at most 2 GB, so it is asked for one row
        return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }
}
