using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Leaves features as they are, as tokens must be.</summary>
internal sealed class NoScaling : ILayer
{
    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training) => input;

    public string ToOnnx(OnnxGraphBuilder graph, string input) => input;
}
