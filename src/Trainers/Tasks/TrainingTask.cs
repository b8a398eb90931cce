using MLNetDeep.Onnx;

namespace MLNetDeep.Tasks;

/// <summary>What a network is trained for: which labels it takes, its loss, its outputs. One object serves one fit.</summary>
internal abstract class TrainingTask
{
    internal abstract TaskKind Kind { get; }

    /// <summary>Whether the hold-out takes the same share of every label value.</summary>
    internal abstract bool IsClassification { get; }

    /// <exception cref="ArgumentOutOfRangeException">The label column has another type than the task needs.</exception>
    internal abstract void CheckLabel(SchemaShape.Column label);

    /// <summary>The columns that the fitted transformer will add.</summary>
    internal abstract IEnumerable<SchemaShape.Column> OutputColumns(SchemaShape.Column label);

    /// <summary>The number of raw outputs of the network.</summary>
    internal abstract int OutputCount(DataViewSchema.Column label);

    /// <summary>Reads labels as numbers, class indices zero-based.</summary>
    internal abstract LabelReader LabelReader(DataViewRow row, DataViewSchema.Column label);

    /// <summary>Learns from the training labels what the loss and the output need.</summary>
    /// <param name="labels">Of the training rows.</param>
    /// <param name="labelColumnName">For messages.</param>
    /// <exception cref="InvalidOperationException">Nothing can be learned from these labels.</exception>
    internal abstract void Learn(LabelSummary labels, string labelColumnName);

    /// <summary>Turns labels, shape [N], into the form that the loss compares with outputs; may do so in their memory.</summary>
    internal abstract Tensor Targets(Tensor labels);

    /// <summary>The loss of each row, shape [B], with gradient.</summary>
    /// <param name="outputs">Raw outputs, shape [B, K].</param>
    /// <param name="targets">What <see cref="Targets"/> made, shape [B].</param>
    internal abstract Tensor RowLosses(Tensor outputs, Tensor targets);

    /// <summary>Sums over rows from which <see cref="Metric"/> follows, shape [any], in double precision.</summary>
    /// <param name="outputs">Raw outputs, shape [B, K].</param>
    /// <param name="targets">What <see cref="Targets"/> made, shape [B].</param>
    /// <param name="weights">Row weights, shape [B].</param>
    internal abstract Tensor MetricSums(Tensor outputs, Tensor targets, Tensor weights);

    /// <summary>Accuracy or R², from the sums over all rows.</summary>
    internal abstract double Metric(ReadOnlySpan<double> sums);

    /// <summary>Writes the way from raw outputs to the outputs of the graph.</summary>
    internal abstract void ToOnnx(OnnxGraphBuilder graph, string outputs);

    internal static TrainingTask Of(TaskKind kind) => kind switch
    {
        TaskKind.BinaryClassification => new BinaryTask(),
        TaskKind.MulticlassClassification => new MulticlassTask(),
        TaskKind.Regression => new RegressionTask(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown task."),
    };
}
