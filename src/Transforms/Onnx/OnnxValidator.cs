namespace MLNetDeep.Onnx;

/// <summary>Refuses graphs that this project's trainers could not have written, before ONNX Runtime sees them.</summary>
/// <remarks>
/// What passes uses known operators on shapes that follow from the constants in the file, each edge defined once and before its use;
/// so it has no loops, reads no other file, and needs no more memory per row than its edges have values together: up to 256 MB, and
/// beyond that in proportion to the file. A constant that is no weight is not larger than what is computed with it, nor
/// is a copy that ONNX Runtime makes of it.
/// </remarks>
internal static class OnnxValidator
{
    private const long MaximumValues = 1 << 28; // values of one row on all edges: 1 GB, were all alive at once

    // What edges may have whatever the number of weights, for convolutions have few: 256 MB. ResNet-20 has 0.27 million weights, and values
    // on its edges: 0.7 million for an image of 32×32, 47 million of 256×256. ResNet-18 has 11 million of each, of 224×224.
    private const long ValuesPerGraph = 1 << 26;

    private const long ValuesPerConstant = 16; // a feature passes twelve edges before the first layer, which has several numbers for it

    /// <summary>The most nodes that a graph may have.</summary>
    /// <remarks>
    /// Separable of 8 stages of 32 blocks has about 3,600 with Gelu. ONNX Runtime opens a graph in time that grows with the square of its nodes: for the worst of
    /// three kinds 4 seconds at 4,000, and 28 at 10,000.
    /// </remarks>
    internal const int MaximumNodes = 4_000;

    /// <summary>The most values that an edge may have per row: 64 MB.</summary>
    internal const long MaximumWidth = 1 << 24;

    /// <summary>Checks a graph and returns what it takes in memory.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="input">The name that its input must have.</param>
    /// <param name="width">The width that its input must have.</param>
    /// <exception cref="FormatException">The graph is not of the accepted kind; the message names what is wrong.</exception>
    internal static GraphSize Check(OnnxModel model, string input, long width) =>
        Check(model, width, (graph, edges) => OnnxInputCheck.AddMatrix(graph, input, width, edges));

    /// <summary>Checks a graph for sequences of any length and returns what it takes in memory.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="kind">What the steps of the sequences must be.</param>
    /// <param name="width">The numbers that a step must have.</param>
    /// <inheritdoc cref="Check(OnnxModel, string, long)" path="/exception"/>
    internal static GraphSize Check(OnnxModel model, SequenceKind kind, long width) =>
        Check(model, width, (graph, edges) => OnnxInputCheck.AddSequences(graph, kind, width, edges));

    /// <summary>The error for a graph of another kind.</summary>
    internal static FormatException Refused(string what) =>
        new($"The ONNX graph of the model is refused: {what}. Only graphs written by MLNetDeep are run.");

    private static GraphSize Check(OnnxModel model, long width, Action<OnnxGraph, OnnxEdges> addInputs)
    {
        if (model.OpsetVersion != OnnxModel.OperatorSet)
        {
            throw Refused($"it uses operator set {model.OpsetVersion} instead of {OnnxModel.OperatorSet}");
        }
        OnnxGraph graph = model.Graph;
        if (graph.Nodes.Count > MaximumNodes)
        {
            throw Refused($"it has {graph.Nodes.Count} nodes; at most {MaximumNodes} are accepted");
        }
        OnnxEdges edges = Edges(graph, addInputs);
        CheckOutputs(graph, edges);
        CheckWeights(graph);
        OnnxWorkCheck.Check(graph, edges);
        GraphSize size = edges.Size() with { MostSteps = new OnnxIndexCheck(graph, edges).MostSteps(tokens: width) };
        CheckSize(graph, size);
        return size;
    }

    /// <summary>The edges of a graph, with the shapes that follow from its constants.</summary>
    /// <exception cref="FormatException">A node cannot compute what it says.</exception>
    internal static OnnxEdges Edges(OnnxGraph graph, Action<OnnxGraph, OnnxEdges> addInputs)
    {
        OnnxEdges edges = new();
        addInputs(graph, edges);
        foreach (OnnxTensor constant in graph.Initializers)
        {
            OnnxConstantCheck.Add(constant, edges);
        }
        foreach (OnnxNode node in graph.Nodes)
        {
            OnnxNodeCheck.Add(node, edges);
        }
        return edges;
    }

    private static void CheckOutputs(OnnxGraph graph, OnnxEdges edges)
    {
        foreach (OnnxValue output in graph.Outputs)
        {
            long[] shape = edges.Shape(output.Name) ?? throw Refused($"nothing computes its output '{output.Name}'");
            if (output.Shape is not ([null, not null] or [null, _, not null]) || !shape.SequenceEqual(output.Shape.Select((size, axis) => size ?? (axis == 0 ? OnnxShape.Rows : OnnxShape.Steps))))
            {
                throw Refused($"its output '{output.Name}' has another shape than declared");
            }
        }
    }

    /// <summary>ONNX Runtime makes a copy of weights, in the order that suits it, for every node that multiplies by them.</summary>
    private static void CheckWeights(OnnxGraph graph)
    {
        HashSet<string> weights = [];
        foreach (OnnxNode node in graph.Nodes)
        {
            string? repeated = Weights(node).FirstOrDefault(weight => !weights.Add(weight));
            if (repeated is not null)
            {
                throw Refused($"node '{node.Outputs[0]}' ({node.OperatorType}) multiplies by '{repeated}', as a node before it does");
            }
        }
    }

    /// <summary>What a node multiplies by; of a product of two edges that are computed, the second, which is of no use to another product.</summary>
    private static IEnumerable<string> Weights(OnnxNode node) => node.OperatorType switch
    {
        "Gemm" or "Conv" or "MatMul" => [node.Inputs[1]],
        "LSTM" or "GRU" => [node.Inputs[1], node.Inputs[2], node.Inputs[3]],
        _ => [],
    };

    private static void CheckSize(OnnxGraph graph, GraphSize size)
    {
        long accepted = Math.Min(MaximumValues, ValuesPerGraph + (ValuesPerConstant * CountConstants(graph)));
        double values = size.Values(OnnxWorkCheck.UsualSteps);
        if (values > accepted)
        {
            throw Refused(FormattableString.Invariant($"its edges have {values} values per row; at most {accepted} are accepted"));
        }
    }

    /// <summary>The floats that the constants in the file have room for.</summary>
    internal static long CountConstants(OnnxGraph graph) => graph.Initializers.Sum(constant => (long)constant.Data.Length / sizeof(float));
}
