using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Normalizes each row over its units (Ba et al. 2016, arXiv 1607.06450).</summary>
internal sealed class LayerNormalizationLayer : ILayer
{
    private const double Epsilon = 1e-5; // LibTorch's default

    private readonly int _units;
    private readonly Weight _scale;
    private readonly Weight _bias;

    internal LayerNormalizationLayer(string name, int units)
    {
        _units = units;
        _scale = new Weight($"{name}.weight", ones(units), WeightGroup.Free);
        _bias = new Weight($"{name}.bias", zeros(units), WeightGroup.Free);
    }

    public IReadOnlyList<Weight> Weights => [_scale, _bias];

    /// <summary>In single precision, whatever the input has: GPUs do not mix them.</summary>
    public Tensor Forward(Tensor input, bool training) =>
        nn.functional.layer_norm(input.to(ScalarType.Float32), [_units], _scale.Value, _bias.Value, Epsilon).to(input.dtype);

    /// <summary>In primitives: the operator of this name came with operator set 17.</summary>
    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        OnnxAttribute lastAxis = OnnxAttribute.Of("axes", [-1]);
        string centered = graph.Node("Sub", [input, graph.Node("ReduceMean", [input], lastAxis)]);
        string variance = graph.Node("ReduceMean", [graph.Node("Mul", [centered, centered])], lastAxis);
        string deviation = graph.Node("Sqrt", [graph.Node("Add", [variance, graph.Constant((float)Epsilon)])]);
        string normalized = graph.Node("Div", [centered, deviation]);
        return graph.Node("Add", [graph.Node("Mul", [normalized, _scale.ToOnnx(graph)]), _bias.ToOnnx(graph)]);
    }
}
