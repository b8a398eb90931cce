using MLNetDeep.Onnx;

namespace MLNetDeep.Tasks;

/// <summary>What a network is trained for: which labels it takes, its loss, its outputs. One object serves one fit.</summary>
internal abstract class TrainingTask
{
    private Func<ILoss>? _chosen; // makes the loss once LibTorch is there; columns are checked without it
    private ILoss? _loss;
    private Tensor? _classFactors;

    internal abstract TaskKind Kind { get; }

    /// <summary>Whether the hold-out takes the same share of every label value.</summary>
    internal abstract bool IsClassification { get; }

    /// <summary>The number of classes, once <see cref="OutputCount"/> was asked for; 0 in regression.</summary>
    internal abstract int ClassCount { get; }

    /// <summary>What epochs may be measured by.</summary>
    internal abstract IReadOnlyList<Metric> Metrics { get; }

    /// <summary>What the outputs of a classifier are divided by in the graph.</summary>
    internal double Temperature { get; set; } = 1;

    /// <summary>Whether what is minimized is what the task has by default; what each class counts comes on top.</summary>
    internal bool HasPlainLoss => _chosen is null;

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

    /// <summary>Chooses what is minimized.</summary>
    /// <param name="options">Say which loss.</param>
    /// <param name="own">The user's own, if there is one.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option has no meaning for the task, or beside a loss of the user's own.</exception>
    internal void Minimize(DeepTrainerOptions options, OwnLoss? own)
    {
        options.CheckFor(Kind, ClassCount);
        Require.That(own is null || options.Loss == Loss.Automatic, nameof(options.Loss), options.Loss, "Automatic beside a loss that is given to WithLoss");
        Require.That(own is null || options.LabelSmoothing == 0, nameof(options.LabelSmoothing), options.LabelSmoothing, "0 beside a loss that is given to WithLoss");
        _chosen = own is null ? LossOf(options) : () => own;
    }

    /// <summary>Learns from the training labels what the loss and the output need.</summary>
    /// <param name="labels">Of the training rows.</param>
    /// <param name="options">Say what each class counts, and have a name for messages.</param>
    /// <param name="device">Where to compute.</param>
    /// <exception cref="InvalidOperationException">Nothing can be learned from these labels.</exception>
    internal void Learn(LabelSummary labels, DeepTrainerOptions options, Device device)
    {
        Learn(labels, options.LabelColumnName);
        _classFactors = ClassFactors.Of(options, labels.ClassCounts) is { } factors ? tensor(factors, device: device) : null;
    }

    /// <summary>Takes the scale of labels from the constants of a model that was trained for the same, if outputs have one.</summary>
    internal virtual void TakeScale(IReadOnlyDictionary<string, OnnxTensor> constants)
    {
    }

    /// <summary>Turns labels, shape [any], into the form that the loss compares with outputs; may do so in their memory.</summary>
    internal abstract Tensor Targets(Tensor labels);

    /// <summary>The loss of each row, or of each step, shape [M], with gradient.</summary>
    /// <param name="outputs">Raw outputs, shape [M, K].</param>
    /// <param name="targets">What <see cref="Targets"/> made, shape [M].</param>
    internal Tensor RowLosses(Tensor outputs, Tensor targets)
    {
        _loss ??= _chosen?.Invoke() ?? PlainLoss();
        Tensor losses = _loss.Of(outputs, targets);
        return FactorsOf(targets) is { } factors ? losses * factors : losses;
    }

    /// <summary>What each target counts by its class, shape [M]; null if all count alike.</summary>
    internal Tensor? FactorsOf(Tensor targets) => _classFactors?.index_select(0, targets.to(ScalarType.Int64));

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

    /// <summary>Writes the division by the temperature, if there is one, and returns the edge behind it.</summary>
    private protected string Tempered(OnnxGraphBuilder graph, string outputs) =>
        Temperature == 1 ? outputs : graph.Node("Div", [outputs, graph.Constant(OnnxTensor.Of("probability.temperature", [(float)Temperature]))]);

    /// <summary>What is minimized unless the options say otherwise.</summary>
    private protected abstract ILoss PlainLoss();

    /// <summary>Makes the loss that the options ask for; null for the plain one.</summary>
    private protected abstract Func<ILoss>? LossOf(DeepTrainerOptions options);

    /// <inheritdoc cref="Learn(LabelSummary, DeepTrainerOptions, Device)"/>
    private protected abstract void Learn(LabelSummary labels, string labelColumnName);

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
