using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A fully connected layer: x·Wᵀ + b, with W of shape [out, in] as in LibTorch.</summary>
internal sealed class Dense : ILayer
{
    private readonly Weight _weight;
    private readonly Weight _bias;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="outputs">The width of the output.</param>
    /// <param name="gain">The standard deviation of the initial outputs for inputs of unit variance (He et al. 2015, arXiv 1502.01852).</param>
    /// <param name="generator">Draws the initial weights.</param>
    internal Dense(string name, int inputs, int outputs, double gain, Generator generator)
    {
        Tensor weight = empty(outputs, inputs).normal_(0, gain / Math.Sqrt(inputs), generator);
        _weight = new Weight($"{name}.weight", weight, WeightGroup.Matrix);
        _bias = new Weight($"{name}.bias", zeros(outputs), WeightGroup.Free);
    }

    public IReadOnlyList<Weight> Weights => [_weight, _bias];

    internal long Inputs => _weight.Value.size(1);

    internal long Outputs => _weight.Value.size(0);

    public Tensor Forward(Tensor input, bool training) => nn.functional.linear(input, _weight.In(input.dtype), _bias.In(input.dtype));

    public string ToOnnx(OnnxGraphBuilder graph, string input) =>
        graph.Node("Gemm", [input, _weight.ToOnnx(graph), _bias.ToOnnx(graph)], OnnxAttribute.Of("transB", 1L));
}
