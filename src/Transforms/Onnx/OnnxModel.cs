namespace MLNetDeep.Onnx;

/// <summary>An ONNX file in memory: the part of the format that MLNetDeep writes and reads.</summary>
/// <remarks>Field names follow onnx.proto of the ONNX specification.</remarks>
internal sealed record OnnxModel
{
    /// <summary>The newest operator set that ML.NET's own converter knows; all graphs are written in it.</summary>
    internal const long OperatorSet = 12;

    internal required OnnxGraph Graph { get; init; }

    /// <summary>What the graph says about itself: class names, feature names, options, versions.</summary>
    internal IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    internal long OpsetVersion { get; init; } = OperatorSet;
}

internal sealed record OnnxGraph(
    string Name,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyList<OnnxTensor> Initializers,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs)
{
    /// <summary>The constant of that name.</summary>
    /// <exception cref="FormatException">The graph has no such constant.</exception>
    internal OnnxTensor Initializer(string name) =>
        Initializers.FirstOrDefault(tensor => tensor.Name == name)
        ?? throw new FormatException($"The ONNX graph has no weight '{name}'. It was not written for this network.");

    /// <summary>The nodes behind one of them, and the constants that they read.</summary>
    /// <param name="node">Its output, [N, width], becomes the input.</param>
    /// <param name="width">The width of its output.</param>
    internal OnnxGraph Behind(OnnxNode node, long width)
    {
        OnnxNode[] rest = [.. Nodes.SkipWhile(other => other != node).Skip(1)];
        HashSet<string> used = [.. rest.SelectMany(other => other.Inputs)];
        return this with
        {
            Nodes = rest,
            Initializers = [.. Initializers.Where(constant => used.Contains(constant.Name))],
            Inputs = [new OnnxValue(node.Outputs[0], OnnxElementType.Single, [null, width])],
        };
    }
}

internal sealed record OnnxNode(
    string OperatorType, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxAttribute> Attributes)
{
    /// <summary>The attribute of that name; <see langword="null"/> if the node has none.</summary>
    internal OnnxAttribute? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name);
}
