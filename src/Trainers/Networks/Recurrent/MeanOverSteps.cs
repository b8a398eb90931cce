using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>The mean of each number over the steps of a row.</summary>
/// <param name="steps">T, where all rows have as many.</param>
internal sealed class MeanOverSteps(int? steps) : ISequencePooling
{
    public Tensor Forward(Sequences input) =>
        input.IsStep is null ? input.Values.mean([1]) : input.Zeroed.sum(1) / input.Lengths.unsqueeze(1).to(input.Values.dtype);

    public string ToOnnx(OnnxGraphBuilder graph, string input, SequenceMask? mask)
    {
        string sum = SequenceMask.Sum(graph, mask is null ? input : mask.Zeroed(graph, input));
        return graph.Node("Div", [sum, mask is null ? graph.Constant(steps!.Value) : SequenceMask.Sum(graph, mask.Columns)]);
    }
}
