using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Layers one behind the other, as a part of a layer.</summary>
internal sealed class LayerStack(IReadOnlyList<ILayer> layers) : ILayer
{
    public IReadOnlyList<Weight> Weights => [.. layers.SelectMany(layer => layer.Weights)];

    public double OperationsPerRow => layers.Sum(layer => layer.OperationsPerRow);

    public long WidestOutput => layers.Select(layer => layer.WidestOutput).DefaultIfEmpty().Max();

    public Tensor Forward(Tensor input, bool training) => layers.Aggregate(input, (values, layer) => layer.Forward(values, training));

    public string ToOnnx(OnnxGraphBuilder graph, string input) => layers.Aggregate(input, (edge, layer) => layer.ToOnnx(graph, edge));
}
