using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A layer of a Transformer encoder with normalization in front of attention and of the feed-forward part (Vaswani et al. 2017, arXiv 1706.03762; Xiong et al. 2020, arXiv 2002.04745).</summary>
internal sealed class TransformerLayer : ISequenceLayer
{
    private const int Widening = 4; // of the feed-forward part

    private readonly int _heads;
    private readonly LayerNormalizationLayer _firstNorm;
    private readonly LayerNormalizationLayer _secondNorm;
    private readonly StepDense _query;
    private readonly StepDense _key;
    private readonly StepDense _value;
    private readonly StepDense _attended;
    private readonly StepDense _widened;
    private readonly StepDense _narrowed;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="width">The numbers of a step.</param>
    /// <param name="heads">How many parts of them look by themselves.</param>
    /// <param name="generator">Draws the initial weights.</param>
    internal TransformerLayer(string name, int width, int heads, Generator generator)
    {
        Outputs = width;
        _heads = heads;
        _firstNorm = new LayerNormalizationLayer($"{name}.norm1", width);
        _secondNorm = new LayerNormalizationLayer($"{name}.norm2", width);
        _query = new StepDense($"{name}.query", width, width, gain: 1, generator);
        _key = new StepDense($"{name}.key", width, width, gain: 1, generator);
        _value = new StepDense($"{name}.value", width, width, gain: 1, generator);
        _attended = new StepDense($"{name}.attended", width, width, gain: 1, generator);
        _widened = new StepDense($"{name}.linear1", width, Widening * width, Math.Sqrt(2), generator);
        _narrowed = new StepDense($"{name}.linear2", Widening * width, width, gain: 1, generator);
    }

    public IReadOnlyList<Weight> Weights =>
    [
        .. _firstNorm.Weights, .. _query.Weights, .. _key.Weights, .. _value.Weights, .. _attended.Weights,
        .. _secondNorm.Weights, .. _widened.Weights, .. _narrowed.Weights,
    ];

    public int Outputs { get; }

    private float Scale => (float)(1 / Math.Sqrt((double)Outputs / _heads));

    public double Operations(double steps) => (steps * 2 * Weights.Sum(weight => weight.Value.numel())) + (4 * steps * steps * Outputs);

    public double Widest(double steps) => Math.Max(steps * Widening * Outputs, steps * steps * _heads);

    public Sequences Forward(Sequences input, bool training)
    {
        Tensor values = input.Values;
        values = values.Plus(Attended(input, _firstNorm.Forward(values, training)));
        Tensor wide = _widened.Forward(_secondNorm.Forward(values, training)).relu_();
        return input with { Values = values.Plus(_narrowed.Forward(wide)) };
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input, SequenceMask? mask)
    {
        string values = graph.Node("Add", [input, Attended(graph, _firstNorm.ToOnnx(graph, input), mask)]);
        string wide = graph.Node("Relu", [_widened.ToOnnx(graph, _secondNorm.ToOnnx(graph, values))]);
        return graph.Node("Add", [values, _narrowed.ToOnnx(graph, wide)]);
    }

    private Tensor Attended(Sequences input, Tensor values)
    {
        using Scalar scale = Scale;
        Tensor query = ByHead(_query.Forward(values)), key = ByHead(_key.Forward(values)), value = ByHead(_value.Forward(values));
        Tensor scores = query.mul(scale).matmul(key.transpose(2, 3));
        if (input.IsStep is { } isStep)
        {
            using Scalar lowest = float.NegativeInfinity;
            scores = scores.masked_fill(isStep.logical_not().view(isStep.size(0), 1, 1, isStep.size(1)), lowest);
        }
        Tensor seen = scores.softmax(-1).matmul(value).transpose(1, 2).reshape(values.shape);
        return _attended.Forward(seen);
    }

    private string Attended(OnnxGraphBuilder graph, string input, SequenceMask? mask)
    {
        string query = ByHead(graph, _query.ToOnnx(graph, input), [0, 2, 1, 3]);
        string key = ByHead(graph, _key.ToOnnx(graph, input), [0, 2, 3, 1]);
        string value = ByHead(graph, _value.ToOnnx(graph, input), [0, 2, 1, 3]);
        string scores = graph.Node("MatMul", [graph.Node("Mul", [query, graph.Constant(Scale)]), key]);
        if (mask is not null)
        {
            scores = SequenceMask.Hidden(graph, scores, graph.Node("Reshape", [mask.Steps, graph.Constant([0, 1, 1, -1])]));
        }
        string seen = graph.Node("MatMul", [graph.Node("Softmax", [scores], OnnxAttribute.Of("axis", 3L)), value]);
        string joined = graph.Node("Reshape", [graph.Node("Transpose", [seen], OnnxAttribute.Of("perm", [0, 2, 1, 3])), graph.Constant([0, 0, Outputs])]);
        return _attended.ToOnnx(graph, joined);
    }

    /// <summary>[B, T, width] as [B, heads, T, width of a head].</summary>
    private Tensor ByHead(Tensor values) => values.view(values.size(0), values.size(1), _heads, Outputs / _heads).transpose(1, 2);

    private string ByHead(OnnxGraphBuilder graph, string values, long[] order) => graph.Node(
        "Transpose", [graph.Node("Reshape", [values, graph.Constant([0, 0, _heads, Outputs / _heads])])], OnnxAttribute.Of("perm", order));
}
