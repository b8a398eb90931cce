using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A layer that takes the units of all members of an ensemble as units of one: so each member has its own batch statistics.</summary>
/// <param name="layer">Keeps the shape, [B, k · units].</param>
/// <param name="members">k.</param>
internal sealed class OfMembers(ILayer layer, int members) : ILayer
{
    public IReadOnlyList<Weight> Weights => layer.Weights;

    /// <param name="input">Shape [B, k, units].</param>
    /// <param name="training">Whether rows are being learned from.</param>
    public Tensor Forward(Tensor input, bool training) => layer.Forward(input.flatten(1), training).view_as(input);

    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        string together = graph.Node("Flatten", [input], OnnxAttribute.Of("axis", 1L));
        return graph.Node("Reshape", [layer.ToOnnx(graph, together), graph.Constant([-1, members, Weights[0].Value.numel() / members])]);
    }
}
