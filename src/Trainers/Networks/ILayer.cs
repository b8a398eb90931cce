using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A layer of a network, told twice: as a LibTorch computation and as ONNX nodes that compute the same.</summary>
internal interface ILayer
{
    /// <summary>What the layer learned or will learn, under names that are unique in the network.</summary>
    IReadOnlyList<Weight> Weights { get; }

    /// <summary>Weights of which a batch trains only some rows; none in most layers.</summary>
    IReadOnlyList<RowTable> Tables => [];

    /// <summary>How many numbers the layer puts into the graph.</summary>
    long StoredCount => Weights.Sum(weight => weight.Value.numel());

    /// <summary>About how many additions and multiplications a row takes.</summary>
    double OperationsPerRow => 2.0 * Weights.Sum(weight => weight.Value.numel());

    /// <summary>How many numbers a row has at most between the layers that this one is made of, or behind it, where that is much more than the features.</summary>
    long WidestOutput => 0;

    /// <summary>Whether inputs must be in single precision, whatever the network computes with.</summary>
    bool NeedsSingles => false;

    /// <summary>The outputs of inputs: of dense layers shape [B, out] of [B, in], of convolutional ones shape [B, C, height, width] in and out.</summary>
    /// <param name="input">Rows of inputs.</param>
    /// <param name="training">Whether rows are being learned from, so that dropout and batch statistics are active.</param>
    Tensor Forward(Tensor input, bool training);

    /// <summary>Writes the layer behind the edge <paramref name="input"/> and returns the name of the edge with its output.</summary>
    string ToOnnx(OnnxGraphBuilder graph, string input);

    /// <summary>Takes the weights from a graph that <see cref="ToOnnx"/> wrote, bit for bit.</summary>
    void FromOnnx(OnnxGraph graph) => Weight.Read(Weights, graph);
}
