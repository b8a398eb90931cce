using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Layers in a row: from features to the raw outputs of a task.</summary>
internal sealed class Network
{
    private readonly ILayer _input;

    /// <param name="input">Prepares the raw features, without gradient: in training once for all rows, in the graph at each scoring.</param>
    /// <param name="layers">Turn prepared features into raw outputs.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">What to compute with in training; sparse features stay in single precision.</param>
    internal Network(ILayer input, IReadOnlyList<ILayer> layers, Device device, ScalarType precision = ScalarType.Float32)
    {
        _input = input;
        Precision = precision;
        Layers = layers;
        StoredCount = layers.Prepend(input).Sum(layer => layer.StoredCount);
        Tables = [.. layers.SelectMany(layer => layer.Tables).Where(table => !table.IsFrozen)];
        Weights = new FlatWeights(layers.Prepend(input).SelectMany(layer => layer.Weights), device);
    }

    /// <summary>What the layers compute with in training.</summary>
    internal ScalarType Precision { get; }

    /// <summary>What turns prepared features into raw outputs, in order.</summary>
    internal IReadOnlyList<ILayer> Layers { get; }

    /// <summary>The weights that every step trains.</summary>
    internal FlatWeights Weights { get; }

    /// <summary>The weights of which a step trains some rows.</summary>
    internal IReadOnlyList<RowTable> Tables { get; }

    /// <summary>The number of weights that are trained.</summary>
    internal long TrainedCount => Weights.TrainedCount + Tables.Sum(table => table.Values.numel());

    /// <summary>Whether training leaves weights as they began.</summary>
    internal bool IsFrozenInPart => Layers.Any(layer => layer.Weights.Any(weight => weight.IsFrozen));

    /// <summary>How many numbers the graph will hold.</summary>
    internal long StoredCount { get; }

    /// <summary>About how many additions and multiplications the outputs of a row take.</summary>
    internal double OperationsPerRow => Layers.Sum(layer => layer.OperationsPerRow);

    /// <summary>How many numbers a row has at most between two layers, where that is much more than the features.</summary>
    internal long WidestOutput => Layers.Max(layer => layer.WidestOutput);

    /// <summary>Raw outputs, shape [B, K], of prepared features: shape [B, D], of images [B, C, height, width], of sequences [B, T, D] or, of tokens, [B, T].</summary>
    internal Tensor Forward(Tensor prepared, bool training)
    {
        Tensor values = prepared;
        foreach (ILayer layer in Layers)
        {
            ScalarType type = training && !layer.NeedsSingles ? Precision : ScalarType.Float32;
            values = layer.Forward(values.is_sparse || !values.is_floating_point() || values.dtype == type ? values : values.to(type), training);
        }
        return values.to(ScalarType.Float32);
    }

    /// <summary>Writes all layers and returns the edge with the raw outputs.</summary>
    internal string ToOnnx(OnnxGraphBuilder graph, string features) =>
        Layers.Prepend(_input).Aggregate(features, (edge, layer) => layer.ToOnnx(graph, edge));

    /// <summary>Takes all weights from a graph that <see cref="ToOnnx"/> wrote.</summary>
    internal void FromOnnx(OnnxGraph graph)
    {
        foreach (ILayer layer in Layers.Prepend(_input))
        {
            layer.FromOnnx(graph);
        }
    }
}
