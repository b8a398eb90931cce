using MLNetDeep.Onnx;

namespace MLNetDeep.Tasks;

/// <summary>What a network is trained for: which labels it takes, its loss, its outputs. One object serves one fit.</summary>
internal abstract class TrainingTask
{
    internal abstract TaskKind Kind { get; }

    /// <summary>Whether the hold-out takes the same share of every label value.</summary>
    internal abstract bool IsClassification { get; }

    /// <param name="label">The label column.</param>
    /// <param name="mayBeOfSteps">Whether it may be a vector, with a label for each step.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column has another type than the task needs.</exception>
    internal void CheckLabel(SchemaShape.Column label, bool mayBeOfSteps)
    {
        if (!IsLabel(label) || !(mayBeOfSteps || label.Kind == SchemaShape.Column.VectorKind.Scalar))
        {
            throw OtherLabel(label);
        }
    }

    /// <summary>The columns that the fitted transformer will add.</summary>
    /// <param name="label">The label column.</param>
    /// <param name="kind">Whether a row has one output, or one for each step, and then whether rows have as many.</param>
    internal abstract IEnumerable<SchemaShape.Column> OutputColumns(SchemaShape.Column label, SchemaShape.Column.VectorKind kind);

    /// <summary>The number of raw outputs of the network, for a row or a step.</summary>
    internal abstract int OutputCount(DataViewType label);

    /// <summary>Reads labels as numbers, class indices zero-based.</summary>
    internal abstract LabelReader LabelReader(DataViewRow row, DataViewSchema.Column label);

    /// <summary>Learns from the training labels what the loss and the output need.</summary>
    /// <param name="labels">Of the training rows.</param>
    /// <param name="labelColumnName">For messages.</param>
    /// <exception cref="InvalidOperationException">Nothing can be learned from these labels.</exception>
    internal abstract void Learn(LabelSummary labels, string labelColumnName);

    /// <summary>Turns labels, shape [any], into the form that the loss compares with outputs; may do so in their memory.</summary>
    internal abstract Tensor Targets(Tensor labels);

    /// <summary>The loss of each row, or of each step, shape [M], with gradient.</summary>
    /// <param name="outputs">Raw outputs, shape [M, K].</param>
    /// <param name="targets">What <see cref="Targets"/> made, shape [M].</param>
    internal abstract Tensor RowLosses(Tensor outputs, Tensor targets);

    /// <summary>Sums over rows, or steps, from which <see cref="Metric"/> follows, shape [any], in double precision.</summary>
    /// <param name="outputs">Raw outputs, shape [M, K].</param>
    /// <param name="targets">What <see cref="Targets"/> made, shape [M].</param>
    /// <param name="weights">Their weights, shape [M].</param>
    internal abstract Tensor MetricSums(Tensor outputs, Tensor targets, Tensor weights);

    /// <summary>Accuracy or R², from the sums over all.</summary>
    internal abstract double Metric(ReadOnlySpan<double> sums);

    /// <summary>Writes the way from raw outputs to the outputs of the graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">The edge with raw outputs.</param>
    /// <param name="axes">Its axes between rows and numbers, as of <see cref="IFeatureRows.OutputAxes"/>.</param>
    internal abstract void ToOnnx(OnnxGraphBuilder graph, string outputs, IReadOnlyList<long?> axes);

    /// <summary>Whether the values of a column, or the elements of its vectors, are labels.</summary>
    private protected abstract bool IsLabel(SchemaShape.Column column);

    /// <summary>The error for a column of another type.</summary>
    private protected abstract ArgumentOutOfRangeException OtherLabel(SchemaShape.Column column);

    internal static TrainingTask Of(TaskKind kind) => kind switch
    {
        TaskKind.BinaryClassification => new BinaryTask(),
        TaskKind.MulticlassClassification => new MulticlassTask(),
        TaskKind.Regression => new RegressionTask(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown task."),
    };
}
