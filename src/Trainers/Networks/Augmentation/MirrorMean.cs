using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>When scoring, the mean of each row's outputs and those of its mirror image (<see cref="MirrorImages"/>): [2B, K] becomes [B, K].</summary>
internal sealed class MirrorMean(int outputCount) : ILayer
{
    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training) => training ? input : input.view(-1, 2, outputCount).mean([1]);

    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        string pairs = graph.Node("Reshape", [input, graph.Constant([-1L, 2, outputCount])]);
        return graph.Node("ReduceMean", [pairs], OnnxAttribute.Of("axes", [1L]), OnnxAttribute.Of("keepdims", 0L));
    }
}
