using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Applies an activation to each unit.</summary>
internal sealed class ActivationLayer(Activation activation) : ILayer
{
    public IReadOnlyList<Weight> Weights => [];

    internal Activation Activation => activation;

    public Tensor Forward(Tensor input, bool training) => activation switch
    {
        Activation.Relu => input.relu(),
        Activation.Gelu => nn.functional.gelu(input),
        Activation.Silu => nn.functional.silu(input),
        Activation.Selu => input.selu(),
        Activation.Mish => nn.functional.mish(input),
        Activation.Tanh => input.tanh(),
        _ => throw new InvalidOperationException($"Activation {activation} has no implementation."),
    };

    public string ToOnnx(OnnxGraphBuilder graph, string input) => activation switch
    {
        Activation.Relu => graph.Node("Relu", [input]),
        Activation.Gelu => Gelu(graph, input),
        Activation.Silu => graph.Node("Mul", [input, graph.Node("Sigmoid", [input])]),
        Activation.Selu => graph.Node("Selu", [input]),
        Activation.Mish => graph.Node("Mul", [input, graph.Node("Tanh", [graph.Node("Softplus", [input])])]),
        Activation.Tanh => graph.Node("Tanh", [input]),
        _ => throw new InvalidOperationException($"Activation {activation} has no implementation."),
    };

    /// <summary>The standard deviation that keeps the variance of a layer's input through this activation.</summary>
    internal double Gain => activation switch
    {
        Activation.Selu or Activation.Tanh => 1,
        _ => Math.Sqrt(2), // half of the units are off
    };

    /// <summary>x·½(1 + erf(x/√2)), in operators of operator set 12.</summary>
    private static string Gelu(OnnxGraphBuilder graph, string input)
    {
        string scaled = graph.Node("Div", [input, graph.Constant(MathF.Sqrt(2))]);
        string shifted = graph.Node("Add", [graph.Node("Erf", [scaled]), graph.Constant(1)]);
        return graph.Node("Mul", [graph.Node("Mul", [input, graph.Constant(0.5f)]), shifted]);
    }
}
