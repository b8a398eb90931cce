namespace MLNetDeep.Onnx;

/// <summary>The part of <see cref="OnnxReader"/> that reads constants and the types of inputs and outputs.</summary>
internal static class OnnxTensorReader
{
    internal static OnnxTensor Tensor(ProtoReader reader)
    {
        string name = "";
        long elementType = 0;
        List<long> shape = [];
        ReadOnlyMemory<byte> data = default;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: reader.Int64s(shape); break;
                case 2: elementType = reader.Int64(); break;
                case 8: name = reader.String(OnnxReader.MaximumName); break;
                case 9: data = reader.Bytes(); break;
                default: throw UnknownField.In("tensor", reader.Field);
            }
        }
        return new OnnxTensor(name, (OnnxElementType)elementType, shape, data);
    }

    internal static OnnxValue Value(ProtoReader reader)
    {
        OnnxValue value = new("", default, []);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: value = value with { Name = reader.String(OnnxReader.MaximumName) }; break;
                case 2: value = Type(reader.Message(), value); break;
                default: throw UnknownField.In("value", reader.Field);
            }
        }
        return value;
    }

    private static OnnxValue Type(ProtoReader reader, OnnxValue value)
    {
        while (reader.Next())
        {
            value = reader.Field == 1 ? TensorType(reader.Message(), value) : throw UnknownField.In("type", reader.Field);
        }
        return value;
    }

    private static OnnxValue TensorType(ProtoReader reader, OnnxValue value)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: value = value with { ElementType = (OnnxElementType)reader.Int64() }; break;
                case 2: value = value with { Shape = Shape(reader.Message()) }; break;
                default: throw UnknownField.In("tensor type", reader.Field);
            }
        }
        return value;
    }

    private static List<long?> Shape(ProtoReader reader)
    {
        List<long?> shape = [];
        while (reader.Next())
        {
            shape.Add(reader.Field == 1 ? Dimension(reader.Message()) : throw UnknownField.In("shape", reader.Field));
        }
        return shape;
    }

    private static long? Dimension(ProtoReader reader)
    {
        long? size = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: size = reader.Int64(); break;
                case 2: reader.Skip(); break; // a name for the rows
                default: throw UnknownField.In("dimension", reader.Field);
            }
        }
        return size;
    }
}
