namespace MLNetDeep.Onnx;

/// <summary>Refuses graphs that this project's trainers could not have written, before ONNX Runtime sees them.</summary>
/// <remarks>
/// What passes uses known operators on shapes that follow from the constants in the file, each edge defined once and before its use;
/// so it has no loops, reads no other file, and needs no more memory per row than its edges have values together: up to 64 MB, and
/// beyond that in proportion to the file.
/// </remarks>
internal static class OnnxValidator
{
    private const long MaximumValues = 1 << 28; // values of one row on all edges: 1 GB, were all alive at once
    private const long ValuesPerConstant = 16; // a feature passes twelve edges before the first layer, which has several numbers for it

    /// <summary>The most nodes that a graph may have.</summary>
    internal const int MaximumNodes = 10_000;

    /// <summary>The most values that an edge may have per row: 64 MB.</summary>
    internal const long MaximumWidth = 1 << 24;

    /// <summary>Checks a graph and returns the number of values that its edges have together per row.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="input">The name that its input must have.</param>
    /// <param name="width">The width that its input must have.</param>
    /// <exception cref="FormatException">The graph is not of the accepted kind; the message names what is wrong.</exception>
    internal static long Check(OnnxModel model, string input, long width)
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
        Dictionary<string, long[]> edges = [];
        CheckInput(graph, input, width, edges);
        foreach (OnnxTensor constant in graph.Initializers)
        {
            Define(edges, constant.Name, ShapeOf(constant));
        }
        foreach (OnnxNode node in graph.Nodes)
        {
            long[] shape = OnnxNodeCheck.Shape(node, edges);
            Define(edges, node.Outputs[0], shape);
        }
        CheckOutputs(graph, edges);
        CheckMatrices(graph);
        return CountValues(graph, edges);
    }

    /// <summary>The error for a graph of another kind.</summary>
    internal static FormatException Refused(string what) =>
        new($"The ONNX graph of the model is refused: {what}. Only graphs written by MLNetDeep are run.");

    private static void CheckInput(OnnxGraph graph, string name, long width, Dictionary<string, long[]> edges)
    {
        if (graph.Inputs is not [{ ElementType: OnnxElementType.Single, Shape: [null, long found] } input] || input.Name != name)
        {
            throw Refused($"its input is not one matrix of floats called '{name}'");
        }
        if (found != width)
        {
            throw Refused($"its input has {found} features; the model's description says {width}");
        }
        Define(edges, input.Name, [OnnxOperator.Rows, width]);
    }

    private static void CheckOutputs(OnnxGraph graph, Dictionary<string, long[]> edges)
    {
        foreach (OnnxValue output in graph.Outputs)
        {
            long[] shape = edges.GetValueOrDefault(output.Name) ?? throw Refused($"nothing computes its output '{output.Name}'");
            if (output.Shape is not [null, long width] || !shape.SequenceEqual([OnnxOperator.Rows, width]))
            {
                throw Refused($"its output '{output.Name}' has another shape than declared");
            }
        }
    }

    private static long[] ShapeOf(OnnxTensor constant)
    {
        if (constant.Shape.Count > 2 || constant.Shape.Any(size => size is < 1 or > 1 << 30))
        {
            throw Refused($"constant '{constant.Name}' has the shape [{string.Join(", ", constant.Shape)}]");
        }
        if (constant.ElementType != OnnxElementType.Single)
        {
            throw Refused($"constant '{constant.Name}' has elements of type {(int)constant.ElementType} instead of floats");
        }
        long bytes = constant.Shape.Aggregate((long)sizeof(float), (product, size) => product * size); // at most 2^62
        return bytes == constant.Data.Length
            ? [.. constant.Shape]
            : throw Refused($"constant '{constant.Name}' has {constant.Data.Length} bytes where its shape needs {bytes}");
    }

    /// <summary>ONNX Runtime makes a copy of a matrix for every node that multiplies by it.</summary>
    private static void CheckMatrices(OnnxGraph graph)
    {
        HashSet<string> matrices = [];
        foreach (OnnxNode node in graph.Nodes.Where(node => node.OperatorType == "Gemm"))
        {
            if (!matrices.Add(node.Inputs[1]))
            {
                throw Refused($"node '{node.Outputs[0]}' (Gemm) multiplies by '{node.Inputs[1]}', as a node before it does");
            }
        }
    }

    private static long CountValues(OnnxGraph graph, Dictionary<string, long[]> edges)
    {
        long values = edges.Values.Where(shape => shape is [OnnxOperator.Rows, _]).Sum(shape => shape[1]);
        long constants = graph.Initializers.Sum(constant => (long)constant.Data.Length / sizeof(float));
        long accepted = Math.Min(MaximumValues, MaximumWidth + (ValuesPerConstant * constants));
        return values <= accepted ? values : throw Refused($"its edges have {values} values per row; at most {accepted} are accepted");
    }

    private static void Define(Dictionary<string, long[]> edges, string name, long[] shape)
    {
        if (name.Length == 0 || !edges.TryAdd(name, shape))
        {
            throw Refused($"the name '{name}' is empty or defined twice");
        }
        if (shape.Length > 1 && Array.IndexOf(shape, OnnxOperator.Rows, 1) > 0)
        {
            throw Refused($"the rows are not the first axis of '{name}'");
        }
        if (shape is [OnnxOperator.Rows, < 1 or > MaximumWidth])
        {
            throw Refused($"'{name}' has {shape[1]} values per row; 1 to {MaximumWidth} are accepted");
        }
    }
}
