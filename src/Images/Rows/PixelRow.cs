namespace MLNetDeep;

/// <summary>A row of the input with its pixels, decoded when first asked for at each position.</summary>
internal sealed class PixelRow : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly PixelMapper _mapper;
    private readonly bool[] _active;
    private readonly byte[] _pixels = [];
    private readonly Action<byte[]>? _read;
    private long _decodedPosition = -1;

    internal PixelRow(DataViewRow input, PixelMapper mapper, bool[] active)
    {
        _input = input;
        _mapper = mapper;
        _active = active;
        if (active[mapper.OutputIndex])
        {
            _pixels = new byte[mapper.Decoder.Length];
            _read = PixelReader.Of(input, mapper.Input, mapper.Decoder);
        }
    }

    public override DataViewSchema Schema => _mapper.OutputSchema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnAccess.Check(column, Schema, _active);
        return column.Index == _mapper.OutputIndex
            ? ColumnAccess.Typed<TValue>((ValueGetter<VBuffer<float>>)GetPixels, column)
            : _input.GetGetter<TValue>(_input.Schema[column.Index]);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _input.Dispose();
        }
        base.Dispose(disposing);
    }

    private void GetPixels(ref VBuffer<float> value)
    {
        long position = _input.Position;
        if (position < 0)
        {
            throw ColumnAccess.NotOnARow();
        }
        if (_decodedPosition != position)
        {
            _decodedPosition = -1; // in case of an error
            _read!(_pixels);
            _decodedPosition = position;
        }
        PixelValues.CopyTo(_pixels, ref value);
    }
}
