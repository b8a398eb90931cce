using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>Rows that a test computes column by column, and a count of the cursors over them.</summary>
internal sealed class ToyView(long rowCount, params ToyColumn[] columns) : IDataView
{
    internal const int RowsPerBatch = 10;

    /// <summary>How many cursors a set has; each reads all rows.</summary>
    internal int CursorSetSize { get; init; } = 1;

    /// <summary>How many cursors were asked for.</summary>
    internal int CursorCount { get; private set; }

    /// <summary>How many of them are not disposed.</summary>
    internal int OpenCursorCount { get; private set; }

    /// <summary>What the latest of them was asked for.</summary>
    internal IReadOnlyList<string> ColumnsAskedFor { get; private set; } = [];

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; } = SchemaOf(columns);

    public long? GetRowCount() => rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        CursorCount++;
        OpenCursorCount++;
        ColumnsAskedFor = [.. columnsNeeded.Select(column => column.Name)];
        return new Cursor(this, [.. columnsNeeded.Select(column => column.Index)]);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [.. Enumerable.Range(0, CursorSetSize).Select(_ => GetRowCursor(columnsNeeded, rand))];

    private static DataViewSchema SchemaOf(ToyColumn[] columns)
    {
        DataViewSchema.Builder builder = new();
        foreach (ToyColumn column in columns)
        {
            builder.AddColumn(column.Name, column.Type);
        }
        return builder.ToSchema();
    }

    private ValueGetter<TValue> Getter<TValue>(int column, Func<long> position) => (ValueGetter<TValue>)columns[column].CreateGetter(position);

    private sealed class Cursor(ToyView view, HashSet<int> active) : DataViewRowCursor
    {
        private long _position = -1;
        private bool _ended;
        private bool _disposed;

        public override long Position => _position;

        public override long Batch => _position / RowsPerBatch;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override bool MoveNext()
        {
            _ended |= _position + 1 == view.GetRowCount();
            _position = _ended ? -1 : _position + 1;
            return !_ended;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
            ? view.Getter<TValue>(column.Index, () => _position)
            : throw new InvalidOperationException($"'{column.Name}' was not asked for.");

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 7);

        protected override void Dispose(bool disposing)
        {
            view.OpenCursorCount -= _disposed ? 0 : 1;
            _disposed = true;
            base.Dispose(disposing);
        }
    }
}
