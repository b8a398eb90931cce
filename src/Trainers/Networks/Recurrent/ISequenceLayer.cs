using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A layer that makes of sequences of vectors others with as many steps, told twice as an <see cref="ILayer"/>.</summary>
internal interface ISequenceLayer
{
    /// <summary>What the layer learned or will learn, under names that are unique in the network.</summary>
    IReadOnlyList<Weight> Weights { get; }

    /// <summary>The numbers of a step that goes out.</summary>
    int Outputs { get; }

    /// <summary>About how many additions and multiplications a row of so many steps takes.</summary>
    double Operations(double steps) => steps * 2 * Weights.Sum(weight => weight.Value.numel());

    /// <summary>How many numbers a row of so many steps has at most in between or behind.</summary>
    double Widest(double steps) => steps * Outputs;

    /// <param name="input">Shape [B, T, D].</param>
    /// <param name="training">Whether rows are being learned from.</param>
    /// <returns>Shape [B, T, <see cref="Outputs"/>], of the same lengths.</returns>
    Sequences Forward(Sequences input, bool training);

    /// <summary>Writes the layer behind the edge <paramref name="input"/>, [N, T, D], and returns the edge with its output.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">The edge.</param>
    /// <param name="mask">What tells steps from padding; null if there is none.</param>
    string ToOnnx(OnnxGraphBuilder graph, string input, SequenceMask? mask);

    /// <summary>Takes the weights from a graph that <see cref="ToOnnx"/> wrote, bit for bit.</summary>
    void FromOnnx(OnnxGraph graph) => Weight.Read(Weights, graph);
}
