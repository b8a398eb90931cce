namespace MLNetDeep;

/// <summary>Maps a row to the row with a column that, when it is read, takes the features into a block.</summary>
internal sealed class RowTaker : IRowToRowMapper
{
    /// <summary>The column to read: a <see cref="bool"/> that is always <see langword="true"/>.</summary>
    internal const string Column = "IsTaken";

    private readonly RowScorer _rows;
    private readonly RowBlock _block;

    internal RowTaker(RowScorer rows, RowBlock block)
    {
        _rows = rows;
        _block = block;
        DataViewSchema.Builder schema = new();
        schema.AddColumns(rows.InputSchema);
        schema.AddColumn(Column, BooleanDataViewType.Instance);
        OutputSchema = schema.ToSchema();
    }

    public DataViewSchema InputSchema => _rows.InputSchema;

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => [_rows.Features];

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new TakenRow(input, this);

    private sealed class TakenRow(DataViewRow input, RowTaker mapper) : DataViewRow
    {
        private readonly FeatureReader _features = new(input, mapper._rows.Features);

        public override DataViewSchema Schema => mapper.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => column.Name == Column;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            ColumnAccess.Typed<TValue>((ValueGetter<bool>)Take, column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                input.Dispose();
            }
            base.Dispose(disposing);
        }

        private void Take(ref bool isTaken)
        {
            mapper._block.Take(_features.Read());
            isTaken = true;
        }
    }
}
