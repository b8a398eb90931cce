using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>The mean of each channel as a map of one place, as TorchSharp's AdaptiveAvgPool to size 1.</summary>
internal sealed class MapMean : ILayer
{
    private static readonly long[] s_places = [2, 3];

    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training) => input.mean(s_places, keepdim: true);

    public string ToOnnx(OnnxGraphBuilder graph, string input) => graph.Node("GlobalAveragePool", [input]);
}
