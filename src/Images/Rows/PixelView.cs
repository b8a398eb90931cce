namespace MLNetDeep;

/// <summary>Data with its pixels, decoded by whoever reads them: ML.NET's parallel cursors on as many threads.</summary>
internal sealed class PixelView(IDataView input, PixelMapper mapper) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        Map(input.GetRowCursor(mapper.GetDependencies(columnsNeeded), rand), columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [.. input.GetRowCursorSet(mapper.GetDependencies(columnsNeeded), n, rand).Select(cursor => Map(cursor, columnsNeeded))];

    private RowByRowCursor Map(DataViewRowCursor cursor, IEnumerable<DataViewSchema.Column> columns) => new(cursor, mapper.GetRow(cursor, columns));
}
