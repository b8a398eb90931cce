namespace MLNetDeep.Onnx;

/// <summary>The part of <see cref="OnnxValidator"/> that looks at one node.</summary>
internal static class OnnxNodeCheck
{
    /// <summary>Checks a node and adds its output to the edges.</summary>
    /// <exception cref="FormatException">No network of this project has such a node.</exception>
    internal static void Add(OnnxNode node, OnnxEdges edges)
    {
        long[] shape = Shape(node, edges);
        OnnxElementType type = OnnxOperator.Of(node, edges)!.Result(node);
        if (node.OperatorType is not ("Transpose" or "MatMul" or "LSTM" or "GRU"))
        {
            edges.Add(node.Outputs[0], shape, type);
            return;
        }
        edges.AddTurned(node.Outputs[0], shape, type);
        if (node.OperatorType is "LSTM" or "GRU")
        {
            edges.AddWorkspace(node.Outputs[0], OnnxSequence.Workspace(node, edges.Shape(node.Inputs[0])!));
        }
    }

    /// <summary>Checks a node and returns the shape of its output.</summary>
    /// <param name="node">The node.</param>
    /// <param name="edges">All that may feed it.</param>
    /// <exception cref="FormatException">No network of this project has such a node.</exception>
    internal static long[] Shape(OnnxNode node, OnnxEdges edges)
    {
        if (node.Outputs is not [string output])
        {
            throw OnnxValidator.Refused($"a node '{node.OperatorType}' has {node.Outputs.Count} outputs");
        }
        string name = $"node '{output}'";
        OnnxOperator known = OnnxOperator.Of(node, edges) ?? throw OnnxValidator.Refused($"{name} uses the operator '{node.OperatorType}', which no MLNetDeep network has");
        name = $"{name} ({node.OperatorType})";
        CheckAttributes(node, known, name);
        long[][] inputs = Inputs(node, known, name, edges);
        try
        {
            return known.Shape(node, inputs);
        }
        catch (FormatException exception)
        {
            throw OnnxValidator.Refused($"{name}: {exception.Message}");
        }
    }

    private static void CheckAttributes(OnnxNode node, OnnxOperator known, string name)
    {
        OnnxAttributeRule? missing = known.Attributes.FirstOrDefault(rule => !rule.IsOptional && node.Attribute(rule.Name) is null);
        if (missing is not null)
        {
            throw OnnxValidator.Refused($"{name} does not have the attribute '{missing.Name}'");
        }
        HashSet<string> found = [];
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            OnnxAttributeRule rule = known.Attributes.FirstOrDefault(rule => rule.Name == attribute.Name)
                ?? throw OnnxValidator.Refused($"{name} has the attribute '{attribute.Name}'");
            if (!found.Add(attribute.Name))
            {
                throw OnnxValidator.Refused($"{name} has the attribute '{attribute.Name}' twice");
            }
            if (attribute.ValueCount != 1)
            {
                throw OnnxValidator.Refused($"{name} has {attribute.ValueCount} values for '{attribute.Name}'");
            }
            if (!rule.Accepts(attribute))
            {
                throw OnnxValidator.Refused($"{name} has another value for '{attribute.Name}' than {rule.Expected}");
            }
        }
    }

    private static long[][] Inputs(OnnxNode node, OnnxOperator known, string name, OnnxEdges edges)
    {
        int least = known.InputCount, most = least + known.OptionalInputs;
        if (node.Inputs.Count < least || node.Inputs.Count > most)
        {
            throw OnnxValidator.Refused($"{name} has {node.Inputs.Count} inputs instead of {(least == most ? least : $"{least} to {most}")}");
        }
        long[][] shapes = [.. node.Inputs.SkipLast(known.Integers).Select((input, place) => edges.Shape(input, known.Types.ElementAtOrDefault(place) is var type and not 0 ? type : OnnxElementType.Single)
            ?? throw OnnxValidator.Refused($"{name} reads '{input}', which nothing before it computes"))];
        if (!shapes.Any(OnnxShape.IsPerRow))
        {
            throw OnnxValidator.Refused($"{name} computes with constants only"); // a small file may so become large in memory
        }
        return [.. shapes, .. node.Inputs.TakeLast(known.Integers).Select(input => edges.Integers(input)
            ?? throw OnnxValidator.Refused($"{name} reads '{input}', which is not a constant of integers"))];
    }
}
