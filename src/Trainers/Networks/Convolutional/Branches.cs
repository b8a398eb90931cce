using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Several layers side by side on one input, their channels one behind the other (Szegedy et al. 2015, arXiv 1409.4842).</summary>
internal sealed class Branches(IReadOnlyList<LayerStack> branches) : ILayer
{
    public IReadOnlyList<Weight> Weights => [.. branches.SelectMany(branch => branch.Weights)];

    public double OperationsPerRow => branches.Sum(branch => branch.OperationsPerRow);

    public long WidestOutput => branches.Sum(branch => branch.WidestOutput);

    public Tensor Forward(Tensor input, bool training) => cat([.. branches.Select(branch => branch.Forward(input, training))], 1);

    public string ToOnnx(OnnxGraphBuilder graph, string input) =>
        graph.Node("Concat", [.. branches.Select(branch => branch.ToOnnx(graph, input))], OnnxAttribute.Of("axis", 1L));
}
