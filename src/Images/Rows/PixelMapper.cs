namespace MLNetDeep;

/// <summary>Maps a row to the row with its pixels: what <c>PredictionEngine</c> runs.</summary>
internal sealed class PixelMapper : IRowToRowMapper
{
    internal PixelMapper(DataViewSchema input, PixelColumn column, PixelDecoder decoder)
    {
        InputSchema = input;
        Input = column.In(input);
        Decoder = decoder;
        DataViewSchema.Builder builder = new();
        builder.AddColumns(input);
        builder.AddColumn(column.OutputColumnName, column.Type());
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    internal PixelDecoder Decoder { get; }

    /// <summary>The column of images.</summary>
    internal DataViewSchema.Column Input { get; }

    /// <summary>The index of the column of pixels, behind those of the input.</summary>
    internal int OutputIndex => InputSchema.Count;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        HashSet<int> needed = [.. dependingColumns.Select(column => column.Index == OutputIndex ? Input.Index : column.Index)];
        return InputSchema.Where(column => needed.Contains(column.Index));
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        if (input.Schema != InputSchema)
        {
            throw new ArgumentException("The row has another schema than the one this mapper was made for.", nameof(input));
        }
        bool[] active = new bool[OutputSchema.Count];
        foreach (DataViewSchema.Column column in activeColumns)
        {
            active[column.Index] = true;
        }
        return new PixelRow(input, this, active);
    }
}
