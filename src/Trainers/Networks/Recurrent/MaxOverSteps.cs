using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>The largest of each number over the steps of a row.</summary>
internal sealed class MaxOverSteps : ISequencePooling
{
    public Tensor Forward(Sequences input) => input.Hidden(input.Values).amax([1]);

    public string ToOnnx(OnnxGraphBuilder graph, string input, SequenceMask? mask) => graph.Node(
        "ReduceMax",
        [mask is null ? input : SequenceMask.Hidden(graph, input, mask.Columns)],
        OnnxAttribute.Of("axes", [1]),
        OnnxAttribute.Of("keepdims", 0L));
}
