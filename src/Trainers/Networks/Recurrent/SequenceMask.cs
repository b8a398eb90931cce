using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>What tells steps from padding, in a graph.</summary>
/// <param name="Steps">1 where a row has a step, else 0: the edge with shape [N, T].</param>
/// <param name="Columns">The same, [N, T, 1].</param>
/// <param name="Lengths">The steps of each row, [N], as integers.</param>
internal sealed record SequenceMask(string Steps, string Columns, string Lengths)
{
    private const float Hiding = 1e9f;

    /// <summary>Writes what follows from the mask that the graph is given.</summary>
    internal static SequenceMask ToOnnx(OnnxGraphBuilder graph) => new(
        DeepGraph.Mask,
        graph.Node("Reshape", [DeepGraph.Mask, graph.Constant([0, 0, 1])]),
        graph.Node("Cast", [Sum(graph, DeepGraph.Mask)], OnnxAttribute.Of("to", (long)OnnxElementType.Int32)));

    /// <summary>Writes zeros behind the end of each row of values, [N, T, D].</summary>
    internal string Zeroed(OnnxGraphBuilder graph, string values) => graph.Node("Mul", [values, Columns]);

    /// <summary>Writes so low scores behind the end of each row that no softmax or maximum sees them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="scores">Their edge.</param>
    /// <param name="mask">The mask in a shape that fits.</param>
    internal static string Hidden(OnnxGraphBuilder graph, string scores, string mask)
    {
        string isPadding = graph.Node("Sub", [mask, graph.Constant(1)]); // -1 or 0
        return graph.Node("Add", [scores, graph.Node("Mul", [isPadding, graph.Constant(Hiding)])]);
    }

    /// <summary>Writes the sum over the steps, of [N, T, ...].</summary>
    internal static string Sum(OnnxGraphBuilder graph, string values, bool keep = false) =>
        graph.Node("ReduceSum", [values], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", keep ? 1L : 0L));
}
