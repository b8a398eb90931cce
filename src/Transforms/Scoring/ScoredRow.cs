namespace MLNetDeep;

/// <summary>A row of the input with its scores: computed when first asked for at each position, or those that a block has for it.</summary>
internal sealed class ScoredRow : DataViewRow, IScoredRow
{
    private readonly DataViewRow _input;
    private readonly RowScorer _mapper;
    private readonly bool[] _active;
    private readonly IScoringBuffer? _buffer;
    private readonly FeatureReader? _features;
    private long _scoredPosition = -1;

    internal ScoredRow(DataViewRow input, RowScorer mapper, bool[] active)
    {
        _input = input;
        _mapper = mapper;
        _active = active;
        if (mapper.Block is null && active.AsSpan(mapper.InputSchema.Count).Contains(true))
        {
            _features = new FeatureReader(input, mapper.Features);
            _buffer = mapper.Scorer.CreateRowBuffer(mapper.Form);
        }
    }

    public override DataViewSchema Schema => _mapper.OutputSchema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnAccess.Check(column, Schema, _active);
        return column.Index < _input.Schema.Count
            ? _input.GetGetter<TValue>(_input.Schema[column.Index])
            : ColumnAccess.Typed<TValue>(_mapper.Scores[column.Index - _input.Schema.Count].CreateGetter(this), column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public ReadOnlySpan<float> Output(int output) => _mapper.Block is { } block ? block.Output(output) : OwnOutput(output);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _buffer?.Dispose();
            _input.Dispose();
        }
        base.Dispose(disposing);
    }

    private ReadOnlySpan<float> OwnOutput(int output)
    {
        long position = _input.Position;
        if (position < 0)
        {
            throw ColumnAccess.NotOnARow();
        }
        if (_scoredPosition != position)
        {
            _buffer!.Take(0, _features!.Read());
            _buffer.Score(1);
            _scoredPosition = position;
        }
        return _buffer!.Output(output, 0);
    }
}
