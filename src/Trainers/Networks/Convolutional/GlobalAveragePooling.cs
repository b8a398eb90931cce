using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>The mean of each channel: [B, C, height, width] becomes [B, C] (Lin et al. 2014, arXiv 1312.4400).</summary>
internal sealed class GlobalAveragePooling : ILayer
{
    private static readonly long[] s_channelsLast = [0, 2, 3, 1];
    private static readonly long[] s_places = [1, 2];

    public IReadOnlyList<Weight> Weights => [];

    /// <summary>Over axes with the channels last, in which LibTorch then brings the gradient, too.</summary>
    public Tensor Forward(Tensor input, bool training) => input.permute(s_channelsLast).mean(s_places);

    public string ToOnnx(OnnxGraphBuilder graph, string input) =>
        graph.Node("Flatten", [graph.Node("GlobalAveragePool", [input])], OnnxAttribute.Of("axis", 1L));
}
