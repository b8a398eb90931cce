using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>No pooling: each step stays by itself.</summary>
internal sealed class EachStep : ISequencePooling
{
    public Tensor Forward(Sequences input) => input.Values;

    public string ToOnnx(OnnxGraphBuilder graph, string input, SequenceMask? mask) => input;
}
