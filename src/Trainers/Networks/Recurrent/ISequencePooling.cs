using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Makes one vector of the steps of a sequence, or leaves each by itself; told twice as an <see cref="ILayer"/>.</summary>
internal interface ISequencePooling
{
    /// <summary>What it learned or will learn.</summary>
    IReadOnlyList<Weight> Weights => [];

    /// <param name="input">Shape [B, T, D].</param>
    /// <returns>Shape [B, D], or [B, T, D].</returns>
    Tensor Forward(Sequences input);

    /// <summary>Writes the pooling behind the edge <paramref name="input"/>, [N, T, D], and returns the edge with its output, [N, D] or [N, T, D].</summary>
    string ToOnnx(OnnxGraphBuilder graph, string input, SequenceMask? mask);
}
