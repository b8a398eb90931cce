namespace MLNetDeep;

/// <summary>Reads the rows of a folder.</summary>
internal sealed class ImageFolderCursor : DataViewRowCursor
{
    private readonly ImageFolderView _view;
    private readonly int[] _order; // rows of the view
    private readonly bool[] _active;
    private int _position = -1;

    internal ImageFolderCursor(ImageFolderView view, int[] order, IEnumerable<DataViewSchema.Column> columns)
    {
        _view = view;
        _order = order;
        _active = new bool[view.Schema.Count];
        foreach (DataViewSchema.Column column in columns)
        {
            _active[column.Index] = true;
        }
    }

    public override DataViewSchema Schema => _view.Schema;

    public override long Position => _position < _order.Length ? _position : -1;

    public override long Batch => 0;

    private int Row => Position >= 0 ? _order[_position] : throw ColumnAccess.NotOnARow();

    public override bool MoveNext()
    {
        _position = Math.Min(_position + 1, _order.Length);
        return _position < _order.Length;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnAccess.Check(column, Schema, _active);
        Delegate getter = column.Name switch
        {
            ImageFolderView.PathColumn => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = _view.FileOf(Row).Path.AsMemory()),
            ImageFolderView.LabelColumn => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = _view.FileOf(Row).Label.AsMemory()),
            _ => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => PixelValues.CopyTo(_view.PixelsOf(Row), ref value)),
        };
        return ColumnAccess.Typed<TValue>(getter, column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row, 0);
}
