namespace MLNetDeep;

/// <summary>Reads feature rows into the form that suits them: sparse if they are wide and mostly zero, else dense.</summary>
/// <remarks>What counts are the numbers, not how ML.NET holds them: the same data gives the same network in either form.</remarks>
internal sealed class FeatureRows : IDisposable
{
    private const int Wide = 1024; // features; a dense layer is as fast below
    private const double Sparse = 0.05; // of the numbers are not zero; a dense layer is as fast above
    private const long RowsToJudge = 1000;

    private readonly int _width;
    private readonly long? _expectedRows;
    private readonly RowBudget _budget;
    private IFeatureRows? _rows; // null once handed over
    private bool _isJudged;

    /// <param name="width">D.</param>
    /// <param name="shape">The shape of a row, if it is an image or a signal.</param>
    /// <param name="sequence">What a row is, if it is a sequence.</param>
    /// <param name="expectedRows">The number of rows, if known.</param>
    /// <param name="budget">The memory for all rows.</param>
    /// <param name="like">Rows whose form to take, as validation rows take that of the training rows.</param>
    internal FeatureRows(int width, ImageShape? shape, SequenceShape? sequence, long? expectedRows, RowBudget budget, IFeatureRows? like)
    {
        _width = width;
        _expectedRows = expectedRows;
        _budget = budget;
        _isJudged = shape is not null || sequence is not null || like is not null || width < Wide;
        bool isSparse = like is null ? width >= Wide : like is SparseRows;
        _rows = sequence is not null ? new SequenceRows(sequence, expectedRows, budget)
            : shape is not null ? new ImageRows(shape, expectedRows, budget)
            : isSparse ? new SparseRows(width, expectedRows, budget)
            : new DenseRows(width, expectedRows, budget);
    }

    internal void Add(in VBuffer<float> row)
    {
        _rows!.Add(row);
        if (!_isJudged && _rows.Count == RowsToJudge)
        {
            Judge();
        }
    }

    /// <summary>Hands over all rows, at least one.</summary>
    internal IFeatureRows ToRows()
    {
        if (!_isJudged)
        {
            Judge();
        }
        IFeatureRows rows = _rows!;
        _rows = null;
        return rows;
    }

    public void Dispose() => _rows?.Dispose();

    private void Judge()
    {
        _isJudged = true;
        if (_rows is SparseRows { Density: > Sparse } sparse)
        {
            MakeDense(sparse);
        }
    }

    private void MakeDense(SparseRows sparse)
    {
        using SparseRows old = sparse;
        DenseRows dense = new(_width, _expectedRows, _budget);
        _rows = dense;
        for (long row = 0; row < old.Count; row++)
        {
            SlotValue[] stored = old.Row(row).ToArray();
            dense.Add(new VBuffer<float>(_width, stored.Length, [.. stored.Select(number => number.Value)], [.. stored.Select(number => number.Slot)]));
        }
    }
}
