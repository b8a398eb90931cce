namespace MLNetDeep;

/// <summary>What ML.NET says of a column's type.</summary>
internal static class ColumnTypes
{
    /// <summary>The type of a vector's elements; of anything else, the type itself.</summary>
    internal static DataViewType Item(this DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;
}
