namespace MLNetDeep.Onnx;

/// <summary>Writes a model as the bytes of an <c>.onnx</c> file.</summary>
/// <remarks>Field numbers and type codes are those of onnx.proto, IR version 7.</remarks>
internal static class OnnxWriter
{
    private const long IrVersion = 7; // the one that came with operator set 12

    /// <exception cref="InvalidOperationException">The file would be longer than protobuf allows, or an attribute has no value.</exception>
    internal static byte[] Write(OnnxModel model) => ProtoWriter.Write(model, Model);

    private static void Model(ProtoWriter writer, OnnxModel model)
    {
        writer.Int64(1, IrVersion);
        writer.String(2, "MLNetDeep");
        writer.Message(7, model.Graph, Graph);
        writer.Message(8, model.OpsetVersion, static (w, version) => w.Int64(2, version));
        foreach (KeyValuePair<string, string> entry in model.Metadata)
        {
            writer.Message(14, entry, static (w, e) => { w.String(1, e.Key); w.String(2, e.Value); });
        }
    }

    private static void Graph(ProtoWriter writer, OnnxGraph graph)
    {
        foreach (OnnxNode node in graph.Nodes)
        {
            writer.Message(1, node, Node);
        }
        writer.String(2, graph.Name);
        foreach (OnnxTensor tensor in graph.Initializers)
        {
            writer.Message(5, tensor, Tensor);
        }
        foreach (OnnxValue input in graph.Inputs)
        {
            writer.Message(11, input, Value);
        }
        foreach (OnnxValue output in graph.Outputs)
        {
            writer.Message(12, output, Value);
        }
    }

    private static void Node(ProtoWriter writer, OnnxNode node)
    {
        foreach (string input in node.Inputs)
        {
            writer.String(1, input);
        }
        foreach (string output in node.Outputs)
        {
            writer.String(2, output);
        }
        writer.String(3, node.Outputs[0]); // a node is named after what it computes
        writer.String(4, node.OperatorType);
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            writer.Message(5, attribute, Attribute);
        }
    }

    private static void Attribute(ProtoWriter writer, OnnxAttribute attribute)
    {
        writer.String(1, attribute.Name);
        switch (attribute)
        {
            case { Single: float number }:
                writer.Single(2, number);
                writer.Int64(20, 1);
                break;
            case { Int64: long number }:
                writer.Int64(3, number);
                writer.Int64(20, 2);
                break;
            case { String: string text }:
                writer.String(4, text);
                writer.Int64(20, 3);
                break;
            case { Singles: { } numbers }:
                foreach (float number in numbers)
                {
                    writer.Single(7, number);
                }
                writer.Int64(20, 6);
                break;
            case { Int64s: { } numbers }:
                foreach (long number in numbers)
                {
                    writer.Int64(8, number);
                }
                writer.Int64(20, 7);
                break;
            default:
                throw new InvalidOperationException($"Attribute '{attribute.Name}' has no value.");
        }
    }

    private static void Tensor(ProtoWriter writer, OnnxTensor tensor)
    {
        foreach (long size in tensor.Shape)
        {
            writer.Int64(1, size);
        }
        writer.Int64(2, (long)tensor.ElementType);
        writer.String(8, tensor.Name);
        writer.Bytes(9, tensor.Data.Span);
    }

    private static void Value(ProtoWriter writer, OnnxValue value)
    {
        writer.String(1, value.Name);
        writer.Message(2, value, static (w, v) => w.Message(1, v, TensorType));
    }

    private static void TensorType(ProtoWriter writer, OnnxValue value)
    {
        writer.Int64(1, (long)value.ElementType);
        writer.Message(2, value.Shape, static (w, shape) =>
        {
            for (int axis = 0; axis < shape.Count; axis++)
            {
                w.Message(1, (Axis: axis, Size: shape[axis]), Dimension);
            }
        });
    }

    private static void Dimension(ProtoWriter writer, (int Axis, long? Size) dimension)
    {
        if (dimension.Size is long known)
        {
            writer.Int64(1, known);
        }
        else
        {
            writer.String(2, dimension.Axis == 0 ? "N" : "T");
        }
    }
}
