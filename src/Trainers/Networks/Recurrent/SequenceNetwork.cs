using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Layers that read sequences, and a pooling that makes one vector of each, or of each step: [B, T, D] becomes [B, outputs], or [B, T, outputs].</summary>
/// <param name="layers">The layers, one behind the other.</param>
/// <param name="pooling">What makes one vector of the last one's outputs.</param>
/// <param name="isPadded">Whether rows differ in length and have NaN behind their end.</param>
/// <param name="longest">T of the longest row, for what a row takes in memory and time.</param>
internal sealed class SequenceNetwork(IReadOnlyList<ISequenceLayer> layers, ISequencePooling pooling, bool isPadded, int longest) : ILayer
{
    public IReadOnlyList<Weight> Weights => [.. layers.SelectMany(layer => layer.Weights), .. pooling.Weights];

    public double OperationsPerRow => layers.Sum(layer => layer.Operations(longest));

    public long WidestOutput => (long)layers.Max(layer => layer.Widest(longest));

    public Tensor Forward(Tensor input, bool training) => pooling.Forward(Encode(input, training));

    /// <summary>The weight that each step of each row has in the pooling, shape [B, T]; null if that does not weigh.</summary>
    internal Tensor? StepWeights(Tensor input) => (pooling as AttentionPooling)?.StepWeights(Encode(input, training: false));

    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        SequenceMask? mask = isPadded ? SequenceMask.ToOnnx(graph) : null;
        string steps = layers.Aggregate(input, (edge, layer) => layer.ToOnnx(graph, edge, mask));
        return pooling.ToOnnx(graph, steps, mask);
    }

    public void FromOnnx(OnnxGraph graph)
    {
        foreach (ISequenceLayer layer in layers)
        {
            layer.FromOnnx(graph);
        }
        Weight.Read(pooling.Weights, graph);
    }

    private Sequences Encode(Tensor input, bool training)
    {
        Sequences sequences = isPadded ? Sequences.OfPadded(input) : new Sequences(input, IsStep: null);
        return layers.Aggregate(sequences, (steps, layer) => layer.Forward(steps, training));
    }
}
