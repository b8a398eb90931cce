using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>When scoring, puts the mirror images of all rows behind the rows: [B, C, height, width] becomes [2B, C, height, width].</summary>
internal sealed class MirrorImages : ILayer
{
    private const long Width = 3; // the axis

    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training) => training ? input : cat([input, input.flip(Width)], 0);

    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        string mirrored = graph.Node("Slice", [input, graph.Constant([-1L]), graph.Constant([long.MinValue]), graph.Constant([Width]), graph.Constant([-1L])]);
        return graph.Node("Concat", [input, mirrored], OnnxAttribute.Of("axis", 0L));
    }
}
