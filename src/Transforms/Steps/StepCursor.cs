namespace MLNetDeep;

/// <summary>Moves through the steps of each row that have a label.</summary>
internal sealed class StepCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _rows;
    private readonly StepSchema _schema;
    private readonly bool[] _active;
    private readonly StepColumn _label;
    private readonly StepColumn?[] _columns; // active ones, and the label
    private readonly ValueGetter<DataViewRowId> _rowId;
    private int _step = -1;
    private int _steps;
    private long _position = -1;

    /// <param name="rows">The sequences.</param>
    /// <param name="schema">Which columns have values for each step.</param>
    /// <param name="active">The columns that are wanted.</param>
    internal StepCursor(DataViewRowCursor rows, StepSchema schema, bool[] active)
    {
        _rows = rows;
        _schema = schema;
        _active = active;
        _columns = [.. rows.Schema.Select(column => schema.IsOfStep(column.Index) && rows.IsColumnActive(column) ? StepColumn.Of(rows, column, schema.Widths[column.Index]) : null)];
        _label = _columns[schema.Label]!;
        _rowId = rows.GetIdGetter();
    }

    public override DataViewSchema Schema => _schema.Columns;

    public override long Position => _position;

    public override long Batch => _rows.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override bool MoveNext()
    {
        do
        {
            while (++_step >= _steps)
            {
                if (!_rows.MoveNext())
                {
                    _position = -1;
                    return false;
                }
                ReadRow();
            }
        }
        while (_label.IsMissing(_step));
        _position++;
        return true;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnAccess.Check(column, Schema, _active);
        return _columns[column.Index] is { } values
            ? ColumnAccess.Typed<TValue>(values.Getter(CurrentStep), column)
            : _rows.GetGetter<TValue>(_rows.Schema[column.Index]);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        int step = CurrentStep();
        _rowId(ref id);
        id = id.Combine(new DataViewRowId((ulong)step, 0));
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rows.Dispose();
        }
        base.Dispose(disposing);
    }

    private void ReadRow()
    {
        _step = -1;
        _steps = _label.Read();
        foreach (StepColumn column in _columns.OfType<StepColumn>().Where(column => column != _label))
        {
            long found = column.Read(), needed = (long)_steps * column.PerStep;
            if (found != needed)
            {
                throw new InvalidOperationException(
                    $"Column '{column.Name}' has {found} values in row {_rows.Position}, where {_steps} labels in column '{_label.Name}' need {needed}. Give each step a label, and a missing one where there is none.");
            }
        }
    }

    private int CurrentStep() => _position >= 0 ? _step : throw ColumnAccess.NotOnARow();
}
