using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>When scoring, the mean of what a network says of each image and of its mirror image; in training the network alone.</summary>
/// <param name="network">Makes outputs, shape [B, K], of images.</param>
/// <param name="map">The shape of an image.</param>
/// <param name="outputCount">K.</param>
internal sealed class MirrorAveraging(LayerStack network, ImageMap map, int outputCount) : ILayer
{
    private const long Width = 3; // the axis

    public IReadOnlyList<Weight> Weights => network.Weights;

    public double OperationsPerRow => network.OperationsPerRow; // in training

    public long WidestOutput => 2 * network.WidestOutput; // when scoring

    public Tensor Forward(Tensor input, bool training) =>
        training ? network.Forward(input, training) : network.Forward(Pairs(input), training).view(-1, 2, outputCount).mean([1]);

    /// <remarks>An image and its mirror image side by side as channels first, since in a graph what comes from a row stays with the row.</remarks>
    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        string mirrored = graph.Node("Slice", [input, graph.Constant([-1L]), graph.Constant([long.MinValue]), graph.Constant([Width]), graph.Constant([-1L])]);
        string channels = graph.Node("Concat", [input, mirrored], OnnxAttribute.Of("axis", 1L));
        string images = graph.Node("Reshape", [channels, graph.Constant([-1L, map.Channels, map.Height, map.Width])]);
        string pairs = graph.Node("Reshape", [network.ToOnnx(graph, images), graph.Constant([-1L, 2, outputCount])]);
        return graph.Node("ReduceMean", [pairs], OnnxAttribute.Of("axes", [1L]), OnnxAttribute.Of("keepdims", 0L));
    }

    /// <summary>Each image and behind it its mirror image, shape [2B, C, height, width], with the channels last in memory.</summary>
    internal static Tensor Pairs(Tensor images)
    {
        Tensor own = images.permute(0, 2, 3, 1), mirrored = images.flip(Width).permute(0, 2, 3, 1);
        return stack([own, mirrored], 1).flatten(0, 1).permute(0, 3, 1, 2);
    }
}
