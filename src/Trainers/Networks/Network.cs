using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Layers in a row: from features to the raw outputs of a task.</summary>
internal sealed class Network
{
    private readonly ILayer _input;
    private readonly IReadOnlyList<ILayer> _layers;

    /// <param name="input">Prepares the raw features, without gradient: once for all training rows, at each scoring.</param>
    /// <param name="layers">Turn prepared features into raw outputs.</param>
    /// <param name="device">Where to compute.</param>
    internal Network(ILayer input, IReadOnlyList<ILayer> layers, Device device)
    {
        _input = input;
        _layers = layers;
        Weights = new FlatWeights(layers.Prepend(input).SelectMany(layer => layer.Weights), device);
    }

    internal FlatWeights Weights { get; }

    /// <summary>Prepared features, shape [B, D], of raw features of the same shape.</summary>
    internal Tensor Prepare(Tensor features) => _input.Forward(features, training: false);

    /// <summary>Raw outputs, shape [B, K], of prepared features, shape [B, D].</summary>
    internal Tensor Forward(Tensor prepared, bool training)
    {
        Tensor values = prepared;
        foreach (ILayer layer in _layers)
        {
            values = layer.Forward(values, training);
        }
        return values;
    }

    /// <summary>Writes all layers and returns the edge with the raw outputs.</summary>
    internal string ToOnnx(OnnxGraphBuilder graph, string features) =>
        _layers.Prepend(_input).Aggregate(features, (edge, layer) => layer.ToOnnx(graph, edge));

    /// <summary>Takes all weights from a graph that <see cref="ToOnnx"/> wrote.</summary>
    internal void FromOnnx(OnnxGraph graph)
    {
        foreach (ILayer layer in _layers.Prepend(_input))
        {
            layer.FromOnnx(graph);
        }
    }
}
