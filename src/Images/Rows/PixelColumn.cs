using Microsoft.ML.Transforms.Image;

namespace MLNetDeep;

/// <summary>Which column becomes which, and how. What the model file holds of a transformer.</summary>
internal sealed record PixelColumn
{
    public required string OutputColumnName { get; init; }

    public required string InputColumnName { get; init; }

    public required DecodePixelsOptions Options { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, or a name is missing.</exception>
    internal void Check()
    {
        Require.Name(nameof(OutputColumnName), OutputColumnName);
        Require.Name(nameof(InputColumnName), InputColumnName);
        Options.Check();
    }

    /// <summary>The type of the output column.</summary>
    internal VectorDataViewType Type() => new(NumberDataViewType.Single, Options.Shape);

    /// <summary>The input column of a schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing, or of a type that holds no images.</exception>
    internal DataViewSchema.Column In(DataViewSchema schema)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(InputColumnName) ?? throw Missing();
        bool holdsImages = column.Type is VectorDataViewType vector ? vector.ItemType == NumberDataViewType.Byte : IsScalarImage(column.Type);
        return holdsImages ? column : throw Mismatch($"{column.Type}");
    }

    /// <inheritdoc cref="In(DataViewSchema)"/>
    internal void CheckIn(SchemaShape schema)
    {
        if (!schema.TryFindColumn(InputColumnName, out SchemaShape.Column column))
        {
            throw Missing();
        }
        bool isVector = column.Kind != SchemaShape.Column.VectorKind.Scalar;
        if (column.IsKey || !(isVector ? column.ItemType == NumberDataViewType.Byte : IsScalarImage(column.ItemType)))
        {
            throw Mismatch(column.GetTypeString());
        }
    }

    private static bool IsScalarImage(DataViewType type) => type is TextDataViewType or ImageDataViewType;

    private ArgumentOutOfRangeException Missing() =>
        new(paramName: null, $"Could not find input column '{InputColumnName}'. Add it to the data, or name another one in DecodePixels.");

    private ArgumentOutOfRangeException Mismatch(string got) => SchemaMismatch.Of(
        "input", InputColumnName, "String (paths of files), Vector<Byte> (their content) or Image", got, "Name a column of images in DecodePixels.");
}
