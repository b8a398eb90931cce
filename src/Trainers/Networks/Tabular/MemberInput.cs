using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Gives the features to each member of an ensemble, with random signs of its own, so that members that share all other weights become different (Gorishniy et al. 2025, arXiv 2410.24210).</summary>
internal sealed class MemberInput : ILayer
{
    private readonly Weight _factors;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="members">k.</param>
    /// <param name="sources">Inputs of the same source get the same sign, shape [D].</param>
    /// <param name="generator">Draws the signs.</param>
    internal MemberInput(string name, int members, IReadOnlyList<int> sources, Generator generator)
    {
        using Tensor drawn = empty(members, sources.Max() + 1).uniform_(-1, 1, generator).sign_(), source = tensor(sources.ToArray()).to(ScalarType.Int64);
        _factors = new Weight($"{name}.factors", drawn.index_select(1, source), WeightGroup.Free);
    }

    public IReadOnlyList<Weight> Weights => [_factors];

    private long Members => _factors.Value.size(0);

    private long Width => _factors.Value.size(1);

    public double OperationsPerRow => Members * Width;

    public long WidestOutput => Members * Width;

    /// <param name="input">Shape [B, D].</param>
    /// <param name="training">Of no consequence.</param>
    /// <returns>Shape [B, k, D].</returns>
    public Tensor Forward(Tensor input, bool training) => input.unsqueeze(1) * _factors.In(input.dtype);

    public string ToOnnx(OnnxGraphBuilder graph, string input) =>
        graph.Node("Mul", [graph.Node("Reshape", [input, graph.Constant([-1, 1, Width])]), _factors.ToOnnx(graph)]);
}
