using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Rows of features as maps, as TorchSharp's Unflatten: [B, D] becomes [B, C, height, width].</summary>
/// <param name="map">The shape of a row.</param>
internal sealed class MapView(ImageMap map) : ILayer
{
    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training) => input.view(-1, map.Channels, map.Height, map.Width);

    public string ToOnnx(OnnxGraphBuilder graph, string input) => graph.Node("Reshape", [input, graph.Constant([-1, map.Channels, map.Height, map.Width])]);
}
