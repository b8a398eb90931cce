namespace MLNetDeep.Onnx;

/// <summary>The part of <see cref="OnnxValidator"/> that looks at what takes time although its edges are small.</summary>
internal static class OnnxWorkCheck
{
    /// <summary>The steps of a sequence that checks reckon with; of longer ones, the scorer looks at each.</summary>
    internal const int UsualSteps = 100;

    private const long FilterValuesPerGraph = 1 << 22; // what filters may have in blocks, beyond twice the file
    private const int MaximumConvolutions = 550; // the time to open a session grows with their number times that of all nodes; Separable has up to 512
    private const long MaximumSteps = 1L << 34; // at the worst, ten seconds per row; VGG-16 on 224×224 takes 15 billion

    // As much as 8 layers of Transformer of 4,096 numbers a step have: two seconds per row of 1,000 steps, at 40 billion a second. By the size of
    // the edges alone, 3 MB of constants could ask for 800,000.
    private const int MaximumProductsPerPair = 1 << 16;
    private const int MaximumRecurrentNodes = 16; // each takes its time for a step whatever its width; networks have up to 8

    /// <exception cref="FormatException">It is more than networks of this project need.</exception>
    internal static void Check(OnnxGraph graph, OnnxEdges edges)
    {
        CheckConvolutions(graph, edges);
        CheckSteps(graph, edges);
        CheckRecurrent(graph);
    }

    private static void CheckConvolutions(OnnxGraph graph, OnnxEdges edges)
    {
        long[][] filters = [.. graph.Nodes.Where(node => node.OperatorType == "Conv").Select(node => edges.Shape(node.Inputs[1])!)];
        if (filters.Length > MaximumConvolutions)
        {
            throw OnnxValidator.Refused($"it has {filters.Length} convolutions; at most {MaximumConvolutions} are accepted");
        }
        long values = filters.Sum(shape => shape[1] * shape[2] * shape[3] * OnnxShape.InBlocks(shape[0]));
        long accepted = FilterValuesPerGraph + (2 * OnnxValidator.CountConstants(graph));
        if (values > accepted)
        {
            throw OnnxValidator.Refused($"its filters take {values} values in blocks; at most {accepted} are accepted");
        }
    }

    private static void CheckSteps(OnnxGraph graph, OnnxEdges edges)
    {
        Int128 steps = graph.Nodes.Aggregate(Int128.Zero, (sum, node) => sum + OnnxWindow.Steps(node, edges, UsualSteps));
        if (steps > MaximumSteps)
        {
            throw OnnxValidator.Refused($"its windows take {steps} values per row; at most {MaximumSteps} are accepted");
        }
        (Int128 perRow, Int128 perPair) = graph.Nodes.Select(node => OnnxSequence.Products(node, edges))
            .Aggregate((PerRow: Int128.Zero, PerPair: Int128.Zero), (sum, node) => (sum.PerRow + node.PerRow, sum.PerPair + node.PerPair));
        if (perRow > MaximumSteps || perPair > MaximumProductsPerPair)
        {
            throw OnnxValidator.Refused($"its products of edges take {perRow} values per row and {perPair} per pair of steps; at most {MaximumSteps} and {MaximumProductsPerPair} are accepted");
        }
    }

    private static void CheckRecurrent(OnnxGraph graph)
    {
        int recurrent = graph.Nodes.Count(node => node.OperatorType is "LSTM" or "GRU");
        if (recurrent > MaximumRecurrentNodes)
        {
            throw OnnxValidator.Refused($"it has {recurrent} recurrent nodes; at most {MaximumRecurrentNodes} are accepted");
        }
    }
}
