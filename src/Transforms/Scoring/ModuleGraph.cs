using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>A checked graph around a module that no graph can express: what comes before it, its state, and what makes scores of its outputs.</summary>
/// <param name="Scaling">What the module gets.</param>
/// <param name="OutputCount">K, the numbers that it makes of a row.</param>
/// <param name="State">Its weights and buffers, under its own names.</param>
/// <param name="Rest">What is behind it, with its outputs as input.</param>
internal sealed record ModuleGraph(FeatureScaling Scaling, int OutputCount, IReadOnlyList<OnnxTensor> State, RowProgram Rest)
{
    /// <summary>The operator that stands for a module: its inputs are what it gets and its state, its only attribute is <see cref="Outputs"/>.</summary>
    internal const string Operator = "TorchModule";

    /// <summary>K.</summary>
    internal const string Outputs = "outputs";

    /// <summary>What the names of the state begin with in the graph, which has constants of its own.</summary>
    internal const string Prefix = "module.";

    /// <summary>The parts of a graph; <see langword="null"/> if it has no module.</summary>
    /// <exception cref="FormatException">A module is not where trainers put it.</exception>
    internal static ModuleGraph? Of(OnnxGraph graph)
    {
        if (NodeOf(graph) is not { } node)
        {
            return null;
        }
        if (FeatureScaling.FromOnnx(graph) is not var (scaling, edge) || node.Inputs[0] != edge || graph.Nodes.Count(Is) != 1)
        {
            throw OnnxValidator.Refused($"its node '{node.Outputs[0]}' ({Operator}) is not the one behind the scaling of features");
        }
        int outputs = (int)node.Attribute(Outputs)!.Int64!.Value;
        OnnxTensor[] state = [.. node.Inputs.Skip(1).Select(graph.Initializer)];
        OnnxTensor? unknown = state.FirstOrDefault(tensor => !tensor.Name.StartsWith(Prefix, StringComparison.Ordinal));
        if (unknown is not null || RowProgram.Of(graph.Behind(node, outputs)) is not { } rest)
        {
            throw OnnxValidator.Refused(unknown is null
                ? $"what is behind its node '{node.Outputs[0]}' ({Operator}) is more than makes scores of outputs"
                : $"its node '{node.Outputs[0]}' ({Operator}) reads '{unknown.Name}', whose name does not begin with '{Prefix}'");
        }
        return new ModuleGraph(scaling, outputs, [.. state.Select(tensor => tensor with { Name = tensor.Name[Prefix.Length..] })], rest);
    }

    /// <summary>The node of a module; <see langword="null"/> if there is none.</summary>
    internal static OnnxNode? NodeOf(OnnxGraph graph) => graph.Nodes.FirstOrDefault(Is);

    private static bool Is(OnnxNode node) => node.OperatorType == Operator;
}
