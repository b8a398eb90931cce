namespace MLNetDeep.Onnx;

/// <summary>Reads the bytes of an <c>.onnx</c> file that <see cref="OnnxWriter"/> wrote.</summary>
/// <remarks>
/// Tensors stay slices of the input. Depth is bounded by the format itself: no message here nests in its own kind. A field that the
/// writer does not write is refused, whatever its value, and so is a file of more messages and numbers than a network of
/// <see cref="OnnxValidator.MaximumNodes"/> nodes can have.
/// </remarks>
internal static class OnnxReader
{
    /// <summary>The most bytes of the name of an edge, an operator or an attribute; errors quote names.</summary>
    internal const int MaximumName = 1024;

    private const int MaximumFields = 1 << 19; // a layer of three nodes has sixty; as empty nodes they take 80 MB

    /// <exception cref="FormatException">The bytes are not such a file.</exception>
    internal static OnnxModel Read(ReadOnlyMemory<byte> bytes)
    {
        OnnxGraph? graph = null;
        long? opset = null;
        Dictionary<string, string> metadata = [];
        ProtoReader reader = new(bytes, new FieldBudget(MaximumFields));
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1 or 2: reader.Skip(); break; // the format's version, the producer
                case 7: graph = graph is null ? Graph(reader.Message()) : throw new FormatException("The ONNX file has two graphs."); break;
                case 8: opset = opset is null ? OpsetVersion(reader.Message()) : throw new FormatException("The ONNX file has two operator sets."); break;
                case 14: Entry(reader.Message(), metadata); break;
                default: throw UnknownField.In("model", reader.Field);
            }
        }
        return new OnnxModel
        {
            Graph = graph ?? throw new FormatException("The ONNX file has no graph."),
            OpsetVersion = opset ?? 0,
            Metadata = metadata,
        };
    }

    private static long OpsetVersion(ProtoReader reader)
    {
        long version = 0;
        while (reader.Next())
        {
            version = reader.Field == 2 ? reader.Int64() : throw UnknownField.In("operator set", reader.Field);
        }
        return version;
    }

    private static void Entry(ProtoReader reader, Dictionary<string, string> metadata)
    {
        string key = "", value = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: key = reader.String(MaximumName); break;
                case 2: value = reader.String(int.MaxValue); break; // the names of all features, for one
                default: throw UnknownField.In("entry", reader.Field);
            }
        }
        metadata[key] = value;
    }

    private static OnnxGraph Graph(ProtoReader reader)
    {
        string name = "";
        List<OnnxNode> nodes = [];
        List<OnnxTensor> initializers = [];
        List<OnnxValue> inputs = [], outputs = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: nodes.Add(Node(reader.Message())); break;
                case 2: name = reader.String(MaximumName); break;
                case 5: initializers.Add(OnnxTensorReader.Tensor(reader.Message())); break;
                case 11: inputs.Add(OnnxTensorReader.Value(reader.Message())); break;
                case 12: outputs.Add(OnnxTensorReader.Value(reader.Message())); break;
                default: throw UnknownField.In("graph", reader.Field);
            }
        }
        return new OnnxGraph(name, nodes, initializers, inputs, outputs);
    }

    private static OnnxNode Node(ProtoReader reader)
    {
        string operatorType = "";
        List<string> inputs = [], outputs = [];
        List<OnnxAttribute> attributes = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: inputs.Add(reader.String(MaximumName)); break;
                case 2: outputs.Add(reader.String(MaximumName)); break;
                case 3: reader.Skip(); break; // the name that the writer gives the node
                case 4: operatorType = reader.String(MaximumName); break;
                case 5: attributes.Add(Attribute(reader.Message())); break;
                default: throw UnknownField.In("node", reader.Field);
            }
        }
        return new OnnxNode(operatorType, inputs, outputs, attributes);
    }

    private static OnnxAttribute Attribute(ProtoReader reader)
    {
        OnnxAttribute attribute = new("");
        List<float> singles = [];
        List<long> integers = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: attribute = attribute with { Name = reader.String(MaximumName) }; break;
                case 2: attribute = attribute with { Single = reader.Single() }; break;
                case 3: attribute = attribute with { Int64 = reader.Int64() }; break;
                case 4: attribute = attribute with { String = reader.String(MaximumName) }; break;
                case 7: reader.Singles(singles); break;
                case 8: reader.Int64s(integers); break;
                case 20: reader.Skip(); break; // the type, which the value shows
                default: throw UnknownField.In("attribute", reader.Field);
            }
        }
        return attribute with
        {
            Singles = singles.Count > 0 ? singles : null,
            Int64s = integers.Count > 0 ? integers : null,
        };
    }
}
