using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>Schemas as text, one line per column, so that a comparison shows what differs.</summary>
internal static class SchemaText
{
    /// <summary>Names, types, annotations and their values, in the order of the columns.</summary>
    internal static string Of(DataViewSchema schema) => Lines(schema.Select(Of));

    /// <summary>A column of a schema.</summary>
    internal static string Of(DataViewSchema.Column column)
    {
        DataViewSchema.Annotations annotations = column.Annotations;
        IEnumerable<string> values = annotations.Schema.Select(kind => $"{kind.Name} {kind.Type} {Value(annotations, kind)}");
        return $"{column.Name} {column.Type} hidden={column.IsHidden} [{string.Join("; ", values.Order(StringComparer.Ordinal))}]";
    }

    /// <summary>Names, kinds, item types, key-ness and annotations, by name.</summary>
    internal static string Of(SchemaShape shape) => Lines(shape.Select(Of).Order(StringComparer.Ordinal));

    private static string Of(SchemaShape.Column column) =>
        $"{column.Name} {column.Kind} {column.ItemType} key={column.IsKey} [{string.Join("; ", column.Annotations.Select(Of).Order(StringComparer.Ordinal))}]";

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    private static string Value(DataViewSchema.Annotations annotations, DataViewSchema.Column kind)
    {
        Func<DataViewSchema.Annotations, string, string> read = kind.Type is VectorDataViewType ? Vector<int> : Scalar<int>;
        Type item = kind.Type is VectorDataViewType vector ? vector.ItemType.RawType : kind.Type.RawType;
        return (string)read.Method.GetGenericMethodDefinition().MakeGenericMethod(item).Invoke(null, [annotations, kind.Name])!;
    }

    private static string Scalar<T>(DataViewSchema.Annotations annotations, string kind)
    {
        T value = default!;
        annotations.GetValue(kind, ref value);
        return $"{value}";
    }

    private static string Vector<T>(DataViewSchema.Annotations annotations, string kind)
    {
        VBuffer<T> values = default;
        annotations.GetValue(kind, ref values);
        return string.Join(',', values.DenseValues());
    }
}
