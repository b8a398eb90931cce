namespace MLNetDeep;

/// <summary>The checks behind every <c>GetGetter</c>.</summary>
internal static class ColumnAccess
{
    /// <exception cref="ArgumentOutOfRangeException">The column is not one of the schema's, or was not asked for.</exception>
    internal static void Check(DataViewSchema.Column column, DataViewSchema schema, bool[] active)
    {
        if (column.Index >= schema.Count || !active[column.Index])
        {
            throw new ArgumentOutOfRangeException(nameof(column), column.Name, $"Column '{column.Name}' is not active in this row: name it when asking for the cursor.");
        }
    }

    /// <exception cref="InvalidOperationException">The column has values of another type.</exception>
    internal static ValueGetter<TValue> Typed<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Column '{column.Name}' has values of type {column.Type.RawType}, not {typeof(TValue)}.");

    /// <summary>The error of a getter that is called before the first row or behind the last.</summary>
    internal static InvalidOperationException NotOnARow() => new("The cursor is not on a row: call MoveNext first.");
}
