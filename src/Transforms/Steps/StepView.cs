namespace MLNetDeep;

/// <summary>Data whose rows are the labelled steps of sequences.</summary>
/// <param name="input">The sequences.</param>
/// <param name="schema">Which columns have values for each step.</param>
internal sealed class StepView(IDataView input, StepSchema schema) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => schema.Columns;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = new bool[Schema.Count];
        foreach (DataViewSchema.Column column in columnsNeeded)
        {
            active[column.Index] = true;
        }
        DataViewRowCursor rows = input.GetRowCursor(input.Schema.Where(column => active[column.Index] || column.Index == schema.Label));
        return new StepCursor(rows, schema, active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
