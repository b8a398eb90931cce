namespace MLNetDeep;

/// <summary>Makes a column of pixels from a column of images. Made by <c>mlContext.Transforms.DecodePixels</c>.</summary>
/// <remarks>It learns nothing: <c>Fit</c> checks the options and the column.</remarks>
public sealed class PixelDecodingEstimator : IEstimator<PixelDecodingTransformer>
{
    private readonly PixelColumn _column;

    internal PixelDecodingEstimator(PixelColumn column) => _column = column;

    /// <summary>The transformer for data like this.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, or the input column is missing or of a type that holds no images.</exception>
    public PixelDecodingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        PixelDecodingTransformer transformer = new(_column);
        _column.In(input.Schema);
        return transformer;
    }

    /// <summary>The shape of the data with its pixels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of a type that holds no images.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _column.CheckIn(inputSchema);
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(column => column.Name);
        columns[_column.OutputColumnName] = new SchemaShape.Column(
            _column.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false);
        return new SchemaShape(columns.Values);
    }
}
