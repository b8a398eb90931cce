using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>The sum of what some layers make of the input and of the input itself, or its projection (He et al. 2016, arXiv 1512.03385).</summary>
/// <param name="main">The layers.</param>
/// <param name="shortcut">The projection; empty where the input is added as it is.</param>
internal sealed class Residual(LayerStack main, LayerStack shortcut) : ILayer
{
    public IReadOnlyList<Weight> Weights => [.. main.Weights, .. shortcut.Weights];

    public double OperationsPerRow => main.OperationsPerRow + shortcut.OperationsPerRow;

    public long WidestOutput => Math.Max(main.WidestOutput, shortcut.WidestOutput);

    public Tensor Forward(Tensor input, bool training) => main.Forward(input, training).Plus(shortcut.Forward(input, training));

    public string ToOnnx(OnnxGraphBuilder graph, string input) =>
        graph.Node("Add", [main.ToOnnx(graph, input), shortcut.ToOnnx(graph, input)]);
}
