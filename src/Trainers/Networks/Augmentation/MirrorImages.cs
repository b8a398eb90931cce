using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>When scoring, puts its mirror image behind each image: [B, C, height, width] becomes [2B, C, height, width].</summary>
internal sealed class MirrorImages(ImageMap map) : ILayer
{
    private const long Width = 3; // the axis

    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training)
    {
        if (training)
        {
            return input;
        }
        Tensor images = input.permute(0, 2, 3, 1), mirrored = input.flip(Width).permute(0, 2, 3, 1); // so the channels stay last
        return stack([images, mirrored], 1).flatten(0, 1).permute(0, 3, 1, 2);
    }

    /// <remarks>Side by side as channels first, since in a graph what comes from a row stays with the row.</remarks>
    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        string mirrored = graph.Node("Slice", [input, graph.Constant([-1L]), graph.Constant([long.MinValue]), graph.Constant([Width]), graph.Constant([-1L])]);
        string pairs = graph.Node("Concat", [input, mirrored], OnnxAttribute.Of("axis", 1L));
        return graph.Node("Reshape", [pairs, graph.Constant([-1L, map.Channels, map.Height, map.Width])]);
    }
}
