namespace MLNetDeep.Onnx;

/// <summary>Refuses graphs that this project's trainers could not have written, before ONNX Runtime sees them.</summary>
/// <remarks>
/// What passes uses known operators on shapes that follow from the constants in the file, each edge defined once and before its use;
/// so it has no loops, reads no other file, and needs no more memory per row than its edges have values together.
/// </remarks>
internal static class OnnxValidator
{
    private const long MaximumWidth = 1 << 24; // values of one row on one edge: 64 MB
    private const long MaximumValues = 1 << 28; // values of one row on all edges: 1 GB, were all alive at once
    private const int MaximumNodes = 10_000;

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
            Define(edges, OutputOf(node), ShapeOf(node, edges));
        }
        CheckOutputs(graph, edges);
        long values = edges.Values.Where(shape => shape is [OnnxOperator.Rows, _]).Sum(shape => shape[1]);
        return values <= MaximumValues
            ? values
            : throw Refused($"its edges have {values} values per row; at most {MaximumValues} are accepted");
    }

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

    private static string OutputOf(OnnxNode node) =>
        node.Outputs is [string output] ? output : throw Refused($"a node '{node.OperatorType}' has {node.Outputs.Count} outputs");

    private static long[] ShapeOf(OnnxNode node, Dictionary<string, long[]> edges)
    {
        string name = $"node '{OutputOf(node)}'";
        if (!OnnxOperator.All.TryGetValue(node.OperatorType, out OnnxOperator? known))
        {
            throw Refused($"{name} uses the operator '{node.OperatorType}', which no MLNetDeep network has");
        }
        if (node.Inputs.Count != known.InputCount)
        {
            throw Refused($"{name} ({node.OperatorType}) has {node.Inputs.Count} inputs instead of {known.InputCount}");
        }
        if (node.Attributes.FirstOrDefault(attribute => !known.Attributes.Contains(attribute.Name)) is { } unknown)
        {
            throw Refused($"{name} ({node.OperatorType}) has the attribute '{unknown.Name}'");
        }
        if (node.Attributes.FirstOrDefault(attribute => attribute is { Int64: null, Single: null, String: null, Int64s: null, Singles: null }) is { } empty)
        {
            throw Refused($"{name} ({node.OperatorType}) has no value for '{empty.Name}'");
        }
        long[][] inputs = [.. node.Inputs.Select(input =>
            edges.GetValueOrDefault(input) ?? throw Refused($"{name} reads '{input}', which nothing before it computes"))];
        if (!inputs.Any(shape => shape.Contains(OnnxOperator.Rows)))
        {
            throw Refused($"{name} ({node.OperatorType}) computes with constants only"); // a small file may so become large in memory
        }
        try
        {
            return known.Shape(node, inputs);
        }
        catch (FormatException exception)
        {
            throw Refused($"{name} ({node.OperatorType}): {exception.Message}");
        }
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
        if (shape is [OnnxOperator.Rows, > MaximumWidth])
        {
            throw Refused($"'{name}' has {shape[1]} values per row; at most {MaximumWidth} are accepted");
        }
    }

    private static FormatException Refused(string what) =>
        new($"The ONNX graph of the model is refused: {what}. Only graphs written by MLNetDeep are run.");
}
