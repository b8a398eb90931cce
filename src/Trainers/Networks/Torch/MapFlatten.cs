using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Maps as rows of numbers, channel by channel, as TorchSharp's Flatten: [B, C, height, width] becomes [B, D].</summary>
internal sealed class MapFlatten : ILayer
{
    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training) => input.flatten(1);

    public string ToOnnx(OnnxGraphBuilder graph, string input) => graph.Node("Flatten", [input], OnnxAttribute.Of("axis", 1L));
}
