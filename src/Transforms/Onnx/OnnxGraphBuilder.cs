namespace MLNetDeep.Onnx;

/// <summary>Collects the nodes and constants of a graph while layers write themselves into it, one after the other.</summary>
internal sealed class OnnxGraphBuilder
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxTensor> _initializers = [];
    private readonly List<OnnxValue> _inputs = [];
    private readonly List<OnnxValue> _outputs = [];

    /// <summary>Declares an input [N, <paramref name="width"/>].</summary>
    internal string Input(string name, long width)
    {
        _inputs.Add(new OnnxValue(name, OnnxElementType.Single, [null, width]));
        return name;
    }

    /// <summary>Declares an input.</summary>
    internal void Input(OnnxValue input) => _inputs.Add(input);

    /// <summary>Adds a node and returns the name of its output.</summary>
    internal string Node(string operatorType, string[] inputs, params OnnxAttribute[] attributes) =>
        NamedNode($"{operatorType}_{_nodes.Count}", operatorType, inputs, attributes);

    /// <summary>Adds a node whose output has a name by which it is found again, and returns that.</summary>
    internal string NamedNode(string output, string operatorType, string[] inputs, params OnnxAttribute[] attributes)
    {
        _nodes.Add(new OnnxNode(operatorType, inputs, [output], attributes));
        return output;
    }

    internal string Constant(OnnxTensor tensor)
    {
        _initializers.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds an unnamed number.</summary>
    internal string Constant(float value) => Constant(OnnxTensor.Of($"constant_{_initializers.Count}", [value]));

    /// <summary>Adds an unnamed list of integers: a shape, or axes.</summary>
    internal string Constant(long[] values) => Constant(OnnxTensor.Of($"constant_{_initializers.Count}", values, values.Length));

    /// <summary>Declares that <paramref name="value"/> leaves the graph as <paramref name="name"/>, [N, ...].</summary>
    /// <param name="name">Of the output.</param>
    /// <param name="value">The edge with it.</param>
    /// <param name="axes">The sizes behind the rows; null for steps of which rows have any number.</param>
    internal void Output(string name, string value, params IReadOnlyList<long?> axes)
    {
        _nodes.Add(new OnnxNode("Identity", [value], [name], []));
        _outputs.Add(new OnnxValue(name, OnnxElementType.Single, [null, .. axes]));
    }

    internal OnnxGraph Build(string name) => new(name, _nodes, _initializers, _inputs, _outputs);
}
