namespace MLNetDeep.Onnx;

/// <summary>Reads the bytes of an <c>.onnx</c> file that <see cref="OnnxWriter"/> wrote.</summary>
/// <remarks>Tensors stay slices of the input. Depth is bounded by the format itself: no message here nests in its own kind.</remarks>
internal static class OnnxReader
{
    /// <exception cref="FormatException">The bytes are not such a file.</exception>
    internal static OnnxModel Read(ReadOnlyMemory<byte> bytes)
    {
        OnnxGraph? graph = null;
        long opset = 0;
        Dictionary<string, string> metadata = [];
        ProtoReader reader = new(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 7: graph = graph is null ? Graph(reader.Bytes()) : throw new FormatException("The ONNX file has two graphs."); break;
                case 8: opset = OpsetVersion(reader.Bytes()); break;
                case 14: Entry(reader.Bytes(), metadata); break;
                default: reader.Skip(); break;
            }
        }
        return new OnnxModel
        {
            Graph = graph ?? throw new FormatException("The ONNX file has no graph."),
            OpsetVersion = opset,
            Metadata = metadata,
        };
    }

    private static long OpsetVersion(ReadOnlyMemory<byte> bytes)
    {
        long version = 0;
        ProtoReader reader = new(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2: version = reader.Int64(); break;
                default: reader.Skip(); break;
            }
        }
        return version;
    }

    private static void Entry(ReadOnlyMemory<byte> bytes, Dictionary<string, string> metadata)
    {
        string key = "", value = "";
        ProtoReader reader = new(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: key = reader.String(); break;
                case 2: value = reader.String(); break;
                default: reader.Skip(); break;
            }
        }
        metadata[key] = value;
    }

    private static OnnxGraph Graph(ReadOnlyMemory<byte> bytes)
    {
        string name = "";
        List<OnnxNode> nodes = [];
        List<OnnxTensor> initializers = [];
        List<OnnxValue> inputs = [], outputs = [];
        ProtoReader reader = new(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: nodes.Add(Node(reader.Bytes())); break;
                case 2: name = reader.String(); break;
                case 5: initializers.Add(Tensor(reader.Bytes())); break;
                case 11: inputs.Add(Value(reader.Bytes())); break;
                case 12: outputs.Add(Value(reader.Bytes())); break;
                default: reader.Skip(); break;
            }
        }
        return new OnnxGraph(name, nodes, initializers, inputs, outputs);
    }

    private static OnnxNode Node(ReadOnlyMemory<byte> bytes)
    {
        string operatorType = "";
        List<string> inputs = [], outputs = [];
        List<OnnxAttribute> attributes = [];
        ProtoReader reader = new(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: inputs.Add(reader.String()); break;
                case 2: outputs.Add(reader.String()); break;
                case 4: operatorType = reader.String(); break;
                case 5: attributes.Add(Attribute(reader.Bytes())); break;
                default: reader.Skip(); break;
            }
        }
        return new OnnxNode(operatorType, inputs, outputs, attributes);
    }

    private static OnnxAttribute Attribute(ReadOnlyMemory<byte> bytes)
    {
        OnnxAttribute attribute = new("");
        List<float> singles = [];
        List<long> integers = [];
        ProtoReader reader = new(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: attribute = attribute with { Name = reader.String() }; break;
                case 2: attribute = attribute with { Single = reader.Single() }; break;
                case 3: attribute = attribute with { Int64 = reader.Int64() }; break;
                case 4: attribute = attribute with { String = reader.String() }; break;
                case 7: reader.Singles(singles); break;
                case 8: reader.Int64s(integers); break;
                default: reader.Skip(); break;
            }
        }
        return attribute with
        {
            Singles = singles.Count > 0 ? singles : null,
            Int64s = integers.Count > 0 ? integers : null,
        };
    }

    private static OnnxTensor Tensor(ReadOnlyMemory<byte> bytes)
    {
        string name = "";
        long elementType = 0;
        List<long> shape = [];
        ReadOnlyMemory<byte> data = default;
        ProtoReader reader = new(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: reader.Int64s(shape); break;
                case 2: elementType = reader.Int64(); break;
                case 8: name = reader.String(); break;
                case 9: data = reader.Bytes(); break;
                default: reader.Skip(); break;
            }
        }
        return new OnnxTensor(name, (OnnxElementType)elementType, shape, data);
    }

    private static OnnxValue Value(ReadOnlyMemory<byte> bytes)
    {
        string name = "";
        OnnxElementType elementType = default;
        IReadOnlyList<long?> shape = [];
        ProtoReader reader = new(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = reader.String(); break;
                case 2: (elementType, shape) = TensorType(reader.Bytes()); break;
                default: reader.Skip(); break;
            }
        }
        return new OnnxValue(name, elementType, shape);
    }

    private static (OnnxElementType, IReadOnlyList<long?>) TensorType(ReadOnlyMemory<byte> type)
    {
        OnnxElementType elementType = default;
        List<long?> shape = [];
        ProtoReader outer = new(type);
        while (outer.Next())
        {
            if (outer.Field != 1)
            {
                outer.Skip();
                continue;
            }
            ProtoReader reader = new(outer.Bytes());
            while (reader.Next())
            {
                switch (reader.Field)
                {
                    case 1: elementType = (OnnxElementType)reader.Int64(); break;
                    case 2: Shape(reader.Bytes(), shape); break;
                    default: reader.Skip(); break;
                }
            }
        }
        return (elementType, shape);
    }

    private static void Shape(ReadOnlyMemory<byte> bytes, List<long?> shape)
    {
        ProtoReader reader = new(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: shape.Add(Dimension(reader.Bytes())); break;
                default: reader.Skip(); break;
            }
        }
    }

    private static long? Dimension(ReadOnlyMemory<byte> bytes)
    {
        long? size = null;
        ProtoReader reader = new(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: size = reader.Int64(); break;
                default: reader.Skip(); break;
            }
        }
        return size;
    }
}
