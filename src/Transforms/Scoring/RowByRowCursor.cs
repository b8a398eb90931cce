namespace MLNetDeep;

/// <summary>A cursor that makes something of each row by itself, when asked for: of scores, where blocks are not possible or no score is wanted.</summary>
/// <param name="input">The cursor that moves.</param>
/// <param name="row">What is made of the row that it stands on; disposing this row disposes the cursor.</param>
internal sealed class RowByRowCursor(DataViewRowCursor input, DataViewRow row) : DataViewRowCursor
{
    public override DataViewSchema Schema => row.Schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => row.GetGetter<TValue>(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => row.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            row.Dispose();
        }
        base.Dispose(disposing);
    }
}
