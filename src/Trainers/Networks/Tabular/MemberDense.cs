using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A fully connected layer that the members of an ensemble share, but for factors of its inputs and outputs and a bias that each has for itself: ((x∘r)·Wᵀ)∘s + b (BatchEnsemble: Wen et al. 2020, arXiv 2002.06715).</summary>
internal sealed class MemberDense : ILayer
{
    private readonly Weight _weight;
    private readonly Weight? _inputFactors;
    private readonly Weight? _outputFactors;
    private readonly Weight _bias;
    private readonly int _members;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="members">k.</param>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="outputs">The width of the output.</param>
    /// <param name="hasFactors">Whether members have factors and a bias of their own; else the layer is the same for all.</param>
    /// <param name="gain">The standard deviation of the initial outputs for inputs of unit variance.</param>
    /// <param name="generator">Draws the initial weights.</param>
    internal MemberDense(string name, int members, int inputs, int outputs, bool hasFactors, double gain, Generator generator)
    {
        _members = members;
        _weight = new Weight($"{name}.weight", empty(outputs, inputs).normal_(0, gain / Math.Sqrt(inputs), generator), WeightGroup.Matrix, axes: [1, 0]);
        _inputFactors = hasFactors ? new Weight($"{name}.input_factors", ones(members, inputs), WeightGroup.Free) : null;
        _outputFactors = hasFactors ? new Weight($"{name}.output_factors", ones(members, outputs), WeightGroup.Free) : null;
        _bias = new Weight($"{name}.bias", hasFactors ? zeros(members, outputs) : zeros(outputs), WeightGroup.Free);
    }

    public IReadOnlyList<Weight> Weights => [_weight, .. new[] { _inputFactors, _outputFactors }.OfType<Weight>(), _bias];

    public double OperationsPerRow => 2.0 * _members * _weight.Value.numel();

    public long WidestOutput => _members * _weight.Value.size(0);

    /// <param name="input">Shape [B, k, in].</param>
    /// <param name="training">Of no consequence.</param>
    /// <returns>Shape [B, k, out].</returns>
    public Tensor Forward(Tensor input, bool training)
    {
        Tensor scaled = _inputFactors is null ? input : input * _inputFactors.In(input.dtype);
        Tensor output = scaled.matmul(_weight.In(input.dtype).t());
        return (_outputFactors is null ? output : output * _outputFactors.In(input.dtype)).Plus(_bias.In(input.dtype));
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        string scaled = _inputFactors is null ? input : graph.Node("Mul", [input, _inputFactors.ToOnnx(graph)]);
        string output = graph.Node("MatMul", [scaled, _weight.ToOnnx(graph)]);
        string weighed = _outputFactors is null ? output : graph.Node("Mul", [output, _outputFactors.ToOnnx(graph)]);
        return graph.Node("Add", [weighed, _bias.ToOnnx(graph)]);
    }
}
