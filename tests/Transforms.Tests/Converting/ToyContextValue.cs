using Microsoft.ML.Data;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>How the tensors of columns are told in a graph: all rows, behind a first axis of any size.</summary>
internal static class ToyContextValue
{
    /// <summary>The code of onnx.proto.</summary>
    internal static long ElementType(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single => 1,
        TypeCode.Int32 => 6,
        TypeCode.Int64 => 7,
        TypeCode.Boolean => 9,
        TypeCode.Double => 11,
        TypeCode.UInt32 => 12,
        _ => type == typeof(ReadOnlyMemory<char>) ? 8 : throw new NotSupportedException($"{type}"),
    };

    /// <summary>Writes a ValueInfoProto.</summary>
    internal static void Write(ProtoWriter writer, (string Name, DataViewType Type) value)
    {
        writer.String(1, value.Name);
        writer.Message(2, value.Type, (type, _) => type.Message(1, value.Type, WriteTensorType));
    }

    private static void WriteTensorType(ProtoWriter writer, DataViewType type)
    {
        writer.Int64(1, ElementType(type is VectorDataViewType vector ? vector.ItemType.RawType : type.RawType));
        writer.Message(2, (long?[])[null, .. Axes(type)], (shape, axes) =>
        {
            foreach (long? size in axes)
            {
                shape.Message(1, size, (axis, value) =>
                {
                    if (value is long known)
                    {
                        axis.Int64(1, known);
                    }
                    else
                    {
                        axis.String(2, "None");
                    }
                });
            }
        });
    }

    /// <summary>The sizes behind the rows.</summary>
    internal static IEnumerable<long?> Axes(DataViewType type) => type switch
    {
        VectorDataViewType { IsKnownSize: true } vector => vector.Dimensions.Select(size => (long?)size),
        VectorDataViewType => [null],
        _ => [1],
    };
}
