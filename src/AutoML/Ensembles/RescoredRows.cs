namespace MLNetDeep;

/// <summary>Scored rows with other scores: the columns of an ensemble, from means that are given.</summary>
/// <param name="rows">Rows that a member has scored.</param>
/// <param name="task">What is predicted.</param>
/// <param name="means">Those of all rows, one row after the other.</param>
internal sealed class RescoredRows(IDataView rows, TaskKind task, double[] means) : IDataView
{
    private readonly IReadOnlyList<ScoreColumn> _columns = EnsembleColumns.Of(task, rows.Schema);

    public bool CanShuffle => false;

    public DataViewSchema Schema => field ??= WithColumns();

    private TaskKind Task => task;

    private int Width => (_columns[0].Type as VectorDataViewType)?.Size ?? 1;

    public long? GetRowCount() => rows.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, rows.GetRowCursor(columnsNeeded.Where(column => column.Index < rows.Schema.Count).Select(column => rows.Schema[column.Index])));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded)];

    private DataViewSchema WithColumns()
    {
        DataViewSchema.Builder builder = new();
        builder.AddColumns(rows.Schema);
        foreach (ScoreColumn column in _columns)
        {
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        }
        return builder.ToSchema();
    }

    private ReadOnlySpan<double> RowOf(long row) => means.AsSpan((int)row * Width, Width);

    private sealed class Cursor : DataViewRowCursor, IScoredRow
    {
        private readonly RescoredRows _view;
        private readonly DataViewRowCursor _source;
        private readonly EnsembleScores _scores;
        private long _row = -1;

        internal Cursor(RescoredRows view, DataViewRowCursor source)
        {
            _view = view;
            _source = source;
            _scores = new EnsembleScores(view.Task, view.Width);
        }

        public override long Position => _source.Position;

        public override long Batch => _source.Batch;

        public override DataViewSchema Schema => _view.Schema;

        public override bool MoveNext()
        {
            if (!_source.MoveNext())
            {
                return false;
            }
            _view.RowOf(++_row).CopyTo(_scores.Means);
            _scores.Update();
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => column.Index >= _source.Schema.Count || _source.IsColumnActive(_source.Schema[column.Index]);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => column.Index < _source.Schema.Count
            ? _source.GetGetter<TValue>(_source.Schema[column.Index])
            : ColumnAccess.Typed<TValue>(_view._columns[column.Index - _source.Schema.Count].CreateGetter(this), column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => _source.GetIdGetter();

        public ReadOnlySpan<float> Output(int output) => _scores.Output(output);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _source.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
