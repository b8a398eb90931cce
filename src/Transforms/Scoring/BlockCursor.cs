namespace MLNetDeep;

/// <summary>A cursor that reads a block of rows ahead, scores it, and then hands the rows out one by one.</summary>
internal sealed class BlockCursor : DataViewRowCursor, IScoredRow
{
    private readonly DataViewRowCursor _input;
    private readonly RowScorer _mapper;
    private readonly bool[] _active;
    private readonly int _capacity;
    private readonly FeatureReader _features;
    private readonly RowBlockColumn?[] _columns;
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly ParallelBuffer _buffer;
    private DataViewRowId[] _ids = [];
    private long[] _batches = [];
    private int _ahead; // rows to read for the next block
    private int _rows;
    private int _row;
    private long _position = -1;
    private bool _inputEnded;
    private bool _isReading;

    internal BlockCursor(DataViewRowCursor input, RowScorer mapper, bool[] active, int threads)
    {
        _input = input;
        _mapper = mapper;
        _active = active;
        long copied = input.Schema.Where(column => active[column.Index]).Sum(column => RowBlockColumn.Width(column.Type)); // values of a row
        BlockSize size = BlockSize.Of(mapper.Scorer.Size, mapper.Scorer.InputWidth, copied, threads);
        _capacity = size.RowsPerCall * size.Calls;
        _ahead = size.RowsPerCall;
        _features = new FeatureReader(input, mapper.Features);
        _columns = [.. input.Schema.Select(column => active[column.Index] ? RowBlockColumn.Of(input, column) : null)];
        _idGetter = input.GetIdGetter();
        _buffer = new ParallelBuffer(mapper.Scorer, mapper.Form, size.RowsPerCall, size.Calls); // behind all that may fail: nobody disposes a cursor that was never made
    }

    public override DataViewSchema Schema => _mapper.OutputSchema;

    public override long Position => _rows > 0 ? _position : -1;

    public override long Batch => _rows > 0 ? _batches[_row] : _input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override bool MoveNext()
    {
        _row++;
        _position++;
        return _row < _rows || ReadBlock();
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnAccess.Check(column, Schema, _active);
        Delegate getter = column.Index < _columns.Length
            ? _columns[column.Index]!.Getter(CurrentRow)
            : _mapper.Scores[column.Index - _columns.Length].CreateGetter(this);
        return ColumnAccess.Typed<TValue>(getter, column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[CurrentRow()];

    public ReadOnlySpan<float> Output(int output) => _buffer.Output(output, CurrentRow());

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _buffer.Dispose();
            _input.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool ReadBlock()
    {
        if (_isReading)
        {
            throw new InvalidOperationException("The cursor failed while it read rows ahead and cannot go on. Open a new one.");
        }
        _isReading = true;
        Reserve(_ahead);
        _row = 0;
        _rows = 0;
        int rows = 0;
        while (rows < _ahead && !_inputEnded)
        {
            if (_input.MoveNext())
            {
                ReadRow(rows++);
            }
            else
            {
                _inputEnded = true; // a cursor that has ended must not be moved again
            }
        }
        if (rows > 0)
        {
            _buffer.Score(rows);
        }
        _ahead = Math.Min(2 * _ahead, _capacity); // who wants a few rows does not wait for thousands
        _rows = rows;
        _isReading = false;
        return rows > 0;
    }

    private void Reserve(int slots)
    {
        if (slots > _ids.Length)
        {
            Array.Resize(ref _ids, slots);
            Array.Resize(ref _batches, slots);
            Array.ForEach(_columns, column => column?.Resize(slots));
        }
    }

    private void ReadRow(int slot)
    {
        _buffer.Take(slot, _features.Read());
        foreach (RowBlockColumn? column in _columns)
        {
            column?.Read(slot);
        }
        _idGetter(ref _ids[slot]);
        _batches[slot] = _input.Batch;
    }

    private int CurrentRow() => _rows > 0 ? _row : throw ColumnAccess.NotOnARow();
}
