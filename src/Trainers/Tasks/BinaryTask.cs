using MLNetDeep.Onnx;

namespace MLNetDeep.Tasks;

/// <summary>Boolean labels, one logit, log-loss.</summary>
internal sealed class BinaryTask : TrainingTask
{
    private const float MostCertain = 15; // log-odds; beyond 16, a Single of their probability is 1, and ML.NET's log-loss of a wrong row infinite

    internal override TaskKind Kind => TaskKind.BinaryClassification;

    internal override bool IsClassification => true;

    internal override int ClassCount => 2;

    internal override IReadOnlyList<Metric> Metrics => MetricsOfTwoClasses.All(MostCertain);

    internal override IEnumerable<SchemaShape.Column> OutputColumns(SchemaShape.Column label, SchemaShape.Column.VectorKind kind) =>
    [
        Column(ScoreColumns.Score, kind, NumberDataViewType.Single, isNormalized: false),
        Column(ScoreColumns.Probability, kind, NumberDataViewType.Single, isNormalized: true),
        Column(ScoreColumns.PredictedLabel, kind, BooleanDataViewType.Instance, isNormalized: false),
    ];

    internal override int OutputCount(DataViewType label) => 1;

    internal override LabelReader LabelReader(DataViewRow row, DataViewSchema.Column label) =>
        LabelReaders.Of<bool>(row, label, value => value ? 1 : 0);

    internal override Tensor Targets(Tensor labels) => labels;

    internal override Tensor MetricSums(Tensor outputs, Tensor targets, Tensor weights)
    {
        using Scalar zero = 0;
        Tensor isCorrect = outputs.squeeze(-1).gt(zero).eq(targets.gt(zero));
        return stack([(isCorrect * weights).sum(ScalarType.Float64), weights.sum(ScalarType.Float64)]);
    }

    internal override double Metric(ReadOnlySpan<double> sums) => sums[0] / sums[1];

    internal override void ToOnnx(OnnxGraphBuilder graph, string outputs, IReadOnlyList<long?> axes)
    {
        string logOdds = Tempered(graph, outputs);
        graph.Output(DeepGraph.Score, logOdds, [.. axes, 1]);
        string bounded = graph.Node("Clip", [logOdds, graph.Constant(-MostCertain), graph.Constant(MostCertain)]);
        graph.Output(DeepGraph.Probability, graph.Node("Sigmoid", [bounded]), [.. axes, 1]);
    }

    private protected override ILoss PlainLoss() => new BinaryCrossEntropy();

    private protected override Func<ILoss>? LossOf(DeepTrainerOptions options) => options switch
    {
        { Loss: Loss.Focal } => () => new FocalLoss(new BinaryCrossEntropy(), options.FocalGamma),
        { LabelSmoothing: > 0 } => () => new BinaryCrossEntropy(options.LabelSmoothing),
        _ => null,
    };

    private protected override void Learn(LabelSummary labels, string labelColumnName) =>
        ClassLabelsCheck.HasSeveral(labels, labelColumnName);

    private protected override bool IsLabel(SchemaShape.Column column) => !column.IsKey && column.ItemType is BooleanDataViewType;

    private protected override ArgumentOutOfRangeException OtherLabel(SchemaShape.Column column) => SchemaMismatch.Of(
        "label", column.Name, "Boolean", column.GetTypeString(),
        $"Convert it with mlContext.Transforms.Conversion.ConvertType(\"{column.Name}\", outputKind: DataKind.Boolean), or use a multiclass trainer.");

    private static SchemaShape.Column Column(string name, SchemaShape.Column.VectorKind kind, DataViewType type, bool isNormalized) => new(
        name, kind, type, false, new SchemaShape(AnnotationUtils.GetTrainerOutputAnnotation(isNormalized)));
}
