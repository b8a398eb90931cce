using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Prepared rows that are mostly zero, in compressed form.</summary>
internal sealed class SparseBatches : ITabularBatches
{
    private readonly SparseColumns _shape;
    private readonly Tensor _firsts;
    private readonly Tensor _ends;
    private readonly Tensor _columns;
    private readonly Tensor _values;
    private readonly Scalar _zero = 0L;
    private readonly Scalar _one = 1L;

    /// <param name="shape">What rows and columns there are.</param>
    /// <param name="starts">Where each row begins and the last one ends, shape [N + 1].</param>
    /// <param name="columns">The columns of all stored numbers, ascending within a row, shape [stored].</param>
    /// <param name="values">The numbers, shape [stored].</param>
    internal SparseBatches(SparseColumns shape, Tensor starts, Tensor columns, Tensor values)
    {
        _shape = shape;
        _firsts = starts.narrow(0, 0, Count);
        _ends = starts.narrow(0, 1, Count);
        _columns = columns;
        _values = values;
    }

    public long Count => _shape.RowCount;

    public long ValuesPerRow => _shape.NumbersPerRow;

    public int Width => _shape.Width;

    public int? DenseWidth => null;

    public double DefaultDropout => _shape.DefaultDropout;

    public long BytesInFile => 0;

    /// <summary>Rows as a sparse tensor of coordinates, shape [B, U].</summary>
    public Tensor Batch(Tensor rows)
    {
        Tensor ends = _ends.index_select(0, rows);
        Tensor lengths = ends.sub(_firsts.index_select(0, rows));
        Tensor row = CountTo(rows.size(0)).repeat_interleave(lengths); // of each number in the batch
        Tensor shifts = lengths.cumsum(0).sub_(ends); // from a place here to the place in the batch
        Tensor places = CountTo(row.size(0)).sub_(shifts.index_select(0, row));
        Tensor columns = _columns.index_select(0, places).to(ScalarType.Int64);
        return sparse_coo_tensor(stack([row, columns]), _values.index_select(0, places), [rows.size(0), _shape.Slots.Length]);
    }

    public ILayer? ToDense() => _shape.ToDense(_values.device);

    public ILayer FirstLayer(string name, int outputs, double gain, Generator generator) =>
        _shape.FirstLayer(name, outputs, gain, generator, _values.device);

    /// <summary>The numbers from 0 to below a count.</summary>
    /// <remarks>With numbers disposed as <see cref="AdamW"/> tells; a batch is drawn in every step.</remarks>
    private Tensor CountTo(long count)
    {
        using Scalar end = count;
        return arange(_zero, end, _one, device: _columns.device);
    }
}
