namespace MLNetDeep;

/// <summary>A step of an ML.NET pipeline that adds the pixels of images as a column: a vector of <see cref="float"/> with the dimensions channels, height and width.</summary>
/// <remarks>Many threads may use one transformer. It owns no native memory between two images.</remarks>
public sealed class PixelDecodingTransformer : ITransformer
{
    private readonly PixelColumn _column;
    private readonly PixelDecoder _decoder;

    internal PixelDecodingTransformer(PixelColumn column)
    {
        column.Check();
        _column = column;
        _decoder = new PixelDecoder(column.Options);
    }

    /// <summary>How images become numbers.</summary>
    public DecodePixelsOptions Options => _column.Options;

    /// <summary>Always <see langword="true"/>: a row's pixels depend on that row alone.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The schema of the data with its pixels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of a type that holds no images.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Mapper(inputSchema).OutputSchema;

    /// <summary>The data with its pixels, decoded when read.</summary>
    /// <remarks>Reading throws <see cref="FormatException"/> or <see cref="IOException"/> at the first image that cannot be read, and names it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of a type that holds no images.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new PixelView(input, Mapper(input.Schema));
    }

    /// <summary>Decodes single images, for <c>PredictionEngine</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of a type that holds no images.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => Mapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => PixelDecodingFile.Save(_column, ctx);

    private PixelMapper Mapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new PixelMapper(inputSchema, _column, _decoder);
    }
}
