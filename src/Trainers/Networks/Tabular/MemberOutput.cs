using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A dense output of its own for each member of an ensemble and, when scoring, their mean: of probabilities in classification, of numbers in regression.</summary>
/// <remarks>Members are trained on their own losses, not on that of the mean, which would let them become alike (arXiv 2410.24210).</remarks>
internal sealed class MemberOutput : ILayer
{
    private const float SmallestProbability = 1e-30f;

    private readonly Weight _weight;
    private readonly Weight _bias;
    private readonly TaskKind _task;
    private readonly Scalar _smallest = SmallestProbability;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="members">k.</param>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="outputs">K.</param>
    /// <param name="task">What the outputs are.</param>
    /// <param name="generator">Draws the initial weights.</param>
    internal MemberOutput(string name, int members, int inputs, int outputs, TaskKind task, Generator generator)
    {
        _weight = new Weight($"{name}.weight", empty(members, inputs, outputs).normal_(0, 1 / Math.Sqrt(inputs), generator), WeightGroup.Matrix);
        _bias = new Weight($"{name}.bias", zeros(members, outputs), WeightGroup.Free);
        _task = task;
    }

    public IReadOnlyList<Weight> Weights => [_weight, _bias];

    /// <param name="input">Shape [B, k, in].</param>
    /// <param name="training">Whether members are trained.</param>
    /// <returns>In training the outputs of the members, [B · k, K], those of a row one after the other; else [B, K].</returns>
    public Tensor Forward(Tensor input, bool training)
    {
        Tensor outputs = input.transpose(0, 1).matmul(_weight.In(input.dtype)).transpose(0, 1).Plus(_bias.In(input.dtype));
        return training ? outputs.flatten(0, 1) : Mean(outputs);
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        OnnxAttribute swap = OnnxAttribute.Of("perm", [1L, 0, 2]);
        string byMember = graph.Node("MatMul", [graph.Node("Transpose", [input], swap), _weight.ToOnnx(graph)]);
        string outputs = graph.Node("Add", [graph.Node("Transpose", [byMember], swap), _bias.ToOnnx(graph)]);
        switch (_task)
        {
            case TaskKind.BinaryClassification:
                string negative = graph.Node("Mul", [outputs, graph.Constant(-1)]);
                return graph.Node("Sub", [Log(graph, graph.Node("Sigmoid", [outputs])), Log(graph, graph.Node("Sigmoid", [negative]))]);
            case TaskKind.MulticlassClassification:
                return Log(graph, graph.Node("Softmax", [outputs], OnnxAttribute.Of("axis", 2L)));
            default:
                return Mean(graph, outputs);
        }
    }

    /// <summary>Log-odds, or logarithms, of mean probabilities: what a task makes the same probabilities of.</summary>
    private Tensor Mean(Tensor outputs) => _task switch
    {
        TaskKind.BinaryClassification => Log(outputs.sigmoid()) - Log(outputs.neg().sigmoid()),
        TaskKind.MulticlassClassification => Log(outputs.softmax(2)),
        _ => outputs.mean([1]),
    };

    private Tensor Log(Tensor probabilities) => probabilities.mean([1]).clamp_(min: _smallest).log_();

    private static string Log(OnnxGraphBuilder graph, string probabilities) =>
        graph.Node("Log", [graph.Node("Clip", [Mean(graph, probabilities), graph.Constant(SmallestProbability), graph.Constant(1)])]);

    private static string Mean(OnnxGraphBuilder graph, string values) =>
        graph.Node("ReduceMean", [values], OnnxAttribute.Of("axes", [1L]), OnnxAttribute.Of("keepdims", 0L));
}
