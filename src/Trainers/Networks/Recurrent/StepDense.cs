using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A fully connected layer on each step: x·W + b, with W of shape [in, out], [B, T, in] becomes [B, T, out].</summary>
internal sealed class StepDense : ISequenceLayer
{
    private readonly Weight _weight;
    private readonly Weight _bias;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="inputs">The numbers of a step.</param>
    /// <param name="outputs">Those of a step behind it.</param>
    /// <param name="gain">The standard deviation of the initial outputs for inputs of unit variance.</param>
    /// <param name="generator">Draws the initial weights.</param>
    internal StepDense(string name, int inputs, int outputs, double gain, Generator generator)
    {
        Outputs = outputs;
        _weight = new Weight($"{name}.weight", empty(outputs, inputs).normal_(0, gain / Math.Sqrt(inputs), generator), WeightGroup.Matrix, [1, 0]);
        _bias = new Weight($"{name}.bias", zeros(outputs), WeightGroup.Free);
    }

    public IReadOnlyList<Weight> Weights => [_weight, _bias];

    public int Outputs { get; }

    public Sequences Forward(Sequences input, bool training) => input with { Values = Forward(input.Values) };

    public string ToOnnx(OnnxGraphBuilder graph, string input, SequenceMask? mask) => ToOnnx(graph, input);

    internal Tensor Forward(Tensor input) => nn.functional.linear(input, _weight.In(input.dtype), _bias.In(input.dtype));

    internal string ToOnnx(OnnxGraphBuilder graph, string input) =>
        graph.Node("Add", [graph.Node("MatMul", [input, _weight.ToOnnx(graph)]), _bias.ToOnnx(graph)]);
}
