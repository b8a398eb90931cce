using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>The weights of a graph under the names, and in the order, that the same layers have in PyTorch.</summary>
/// <remarks>
/// Matrices of products are [outputs, inputs] there, as in nn.Linear; an LSTM or GRU has weight_ih_l0, weight_hh_l0, bias_ih_l0 and bias_hh_l0, with _reverse for the
/// other direction; all else is as in the graph: kernels as of nn.Conv2d, batch normalization with weight, bias, running_mean and running_var. What a module has, has its
/// own names.
/// </remarks>
internal static class TorchWeights
{
    internal static IReadOnlyList<NamedTensor> Of(OnnxGraph graph)
    {
        (HashSet<string> turned, RecurrentGates[] recurrent, HashSet<string> stacked) = Kinds(graph);
        IEnumerable<NamedTensor> plain = Named(graph).Where(weight => !stacked.Contains(weight.Name))
            .Select(weight => turned.Contains(weight.Name) ? NamedTensor.Of(weight).Transposed() : NamedTensor.Of(weight))
            .Select(weight => weight.Name.StartsWith(ModuleGraph.Prefix, StringComparison.Ordinal) ? weight with { Name = weight.Name[ModuleGraph.Prefix.Length..] } : weight);
        return [.. plain, .. recurrent.SelectMany(gates => gates.ToTorch(graph))];
    }

    /// <summary>What a graph of its own would have as constants, of weights from elsewhere.</summary>
    /// <param name="own">A graph of the network, which tells how it has them.</param>
    /// <param name="torch">The weights.</param>
    internal static IReadOnlyList<OnnxTensor> ToOnnx(OnnxGraph own, IReadOnlyDictionary<string, NamedTensor> torch)
    {
        (HashSet<string> turned, RecurrentGates[] recurrent, HashSet<string> stacked) = Kinds(own);
        HashSet<string> taken = [.. recurrent.SelectMany(gates => gates.ToTorch(own)).Select(weight => weight.Name)];
        HashSet<string> ofModule = [.. ModuleGraph.NodeOf(own)?.Inputs ?? []];
        IEnumerable<OnnxTensor> plain = torch.Values
            .Select(weight => ofModule.Contains(ModuleGraph.Prefix + weight.Name) ? weight with { Name = ModuleGraph.Prefix + weight.Name } : weight)
            .Where(weight => !taken.Contains(weight.Name))
            .Select(weight => (turned.Contains(weight.Name) && weight.Shape.Count == 2 ? weight.Transposed() : weight).ToOnnx());
        return [.. plain, .. recurrent.SelectMany(gates => gates.FromTorch(own, torch))];
    }

    private static IEnumerable<OnnxTensor> Named(OnnxGraph graph) =>
        graph.Initializers.Where(weight => weight.ElementType == OnnxElementType.Single && weight.Name.Contains('.', StringComparison.Ordinal));

    /// <summary>Which matrices are the other way round, and which weights are stacked.</summary>
    private static (HashSet<string> Turned, RecurrentGates[] Recurrent, HashSet<string> Stacked) Kinds(OnnxGraph graph)
    {
        OnnxNode[] recurrent = [.. graph.Nodes.Where(node => node.OperatorType is "LSTM" or "GRU")];
        HashSet<string> matrices = [.. Named(graph).Where(weight => weight.Shape.Count == 2).Select(weight => weight.Name)];
        IEnumerable<string> turned = graph.Nodes
            .Where(node => node.OperatorType == "MatMul" || (node.OperatorType == "Gemm" && node.Attribute("transB") is null))
            .Select(node => node.Inputs[1]);
        return ([.. turned.Where(matrices.Contains)], [.. recurrent.Select(node => new RecurrentGates(node))], [.. recurrent.SelectMany(node => node.Inputs.Skip(1).Take(3))]);
    }
}
