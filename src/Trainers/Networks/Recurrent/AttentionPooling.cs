using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>The mean of the steps by weights that a small network gives each: softmax of v·tanh(W·h + b) (Yang et al. 2016, NAACL).</summary>
internal sealed class AttentionPooling : ISequencePooling
{
    private readonly Weight _weight;
    private readonly Weight _bias;
    private readonly Weight _query;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="inputs">The numbers of a step.</param>
    /// <param name="generator">Draws the initial weights.</param>
    internal AttentionPooling(string name, int inputs, Generator generator)
    {
        double deviation = 1 / Math.Sqrt(inputs);
        _weight = new Weight($"{name}.weight", empty(inputs, inputs).normal_(0, deviation, generator), WeightGroup.Matrix); // by input, [in, out]
        _bias = new Weight($"{name}.bias", zeros(inputs), WeightGroup.Free);
        _query = new Weight($"{name}.query", empty(inputs, 1).normal_(0, deviation, generator), WeightGroup.Matrix);
    }

    public IReadOnlyList<Weight> Weights => [_weight, _bias, _query];

    public Tensor Forward(Sequences input) => StepWeights(input).unsqueeze(1).matmul(input.Values).squeeze(1);

    /// <summary>The weights of the steps, shape [B, T]; 0 behind the end of a row.</summary>
    internal Tensor StepWeights(Sequences input)
    {
        ScalarType type = input.Values.dtype;
        Tensor seen = input.Values.matmul(_weight.In(type)).Plus(_bias.In(type)).tanh_();
        return input.Hidden(seen.matmul(_query.In(type)).squeeze(-1)).softmax(1);
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input, SequenceMask? mask)
    {
        string seen = graph.Node("Tanh", [graph.Node("Add", [graph.Node("MatMul", [input, _weight.ToOnnx(graph)]), _bias.ToOnnx(graph)])]);
        string scores = graph.Node("MatMul", [seen, _query.ToOnnx(graph)]);
        scores = graph.Node("Reshape", [scores, graph.Constant([0, -1])]);
        scores = mask is null ? scores : SequenceMask.Hidden(graph, scores, mask.Steps);
        string weights = graph.NamedNode(DeepGraph.Attention, "Softmax", [scores], OnnxAttribute.Of("axis", 1L));
        string columns = graph.Node("Reshape", [weights, graph.Constant([0, -1, 1])]);
        return SequenceMask.Sum(graph, graph.Node("Mul", [input, columns]));
    }
}
