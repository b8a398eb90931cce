namespace MLNetDeep;

/// <summary>A cursor that scores each row by itself, where blocks are not possible or no score is asked for.</summary>
internal sealed class RowByRowCursor(DataViewRowCursor input, RowScorer mapper, bool[] active) : DataViewRowCursor
{
    private readonly ScoredRow _row = new(input, mapper, active);

    public override DataViewSchema Schema => _row.Schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => _row.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _row.Dispose();
        }
        base.Dispose(disposing);
    }
}
