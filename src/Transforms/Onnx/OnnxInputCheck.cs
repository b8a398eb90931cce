namespace MLNetDeep.Onnx;

/// <summary>The part of <see cref="OnnxValidator"/> that looks at the inputs of a graph.</summary>
internal static class OnnxInputCheck
{
    /// <summary>Adds the one input of a graph for rows of equal width.</summary>
    /// <exception cref="FormatException">The graph has another.</exception>
    internal static void AddMatrix(OnnxGraph graph, string name, long width, OnnxEdges edges)
    {
        if (graph.Inputs is not [{ ElementType: OnnxElementType.Single, Shape: [null, long found] } input] || input.Name != name)
        {
            throw OnnxValidator.Refused($"its input is not one matrix of floats called '{name}'");
        }
        if (found != width)
        {
            throw OnnxValidator.Refused($"its input has {found} features; the model's description says {width}");
        }
        edges.Add(input.Name, [OnnxShape.Rows, width]);
    }

    /// <summary>Adds the inputs of a graph for sequences: their steps, and a mask that tells these from padding.</summary>
    /// <exception cref="FormatException">The graph has others.</exception>
    internal static void AddSequences(OnnxGraph graph, SequenceKind kind, long width, OnnxEdges edges)
    {
        IReadOnlyList<OnnxValue> expected = DeepGraph.Inputs(kind, width);
        if (!graph.Inputs.Select(Text).SequenceEqual(expected.Select(Text)))
        {
            throw OnnxValidator.Refused($"its inputs are not {string.Join(" and ", expected.Select(Text))}");
        }
        foreach (OnnxValue input in expected)
        {
            edges.Add(input.Name, [OnnxShape.Rows, .. input.Shape.Skip(1).Select(size => size ?? OnnxShape.Steps)], input.ElementType);
        }
    }

    private static string Text(OnnxValue input)
    {
        IEnumerable<string> sizes = input.Shape.Select((size, axis) => size is long known ? $"{known}" : axis == 0 ? "N" : "T");
        return $"'{input.Name}' of {input.ElementType}[{string.Join(", ", sizes)}]";
    }
}
