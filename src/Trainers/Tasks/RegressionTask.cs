using MLNetDeep.Onnx;

namespace MLNetDeep.Tasks;

/// <summary>Number labels, one output, squared error of the standardised label.</summary>
/// <remarks>The network learns (y − mean) / deviation of the training labels; the graph multiplies back.</remarks>
internal sealed class RegressionTask : TrainingTask
{
    private const string MeanName = "label.mean", DeviationName = "label.deviation";

    private float _mean;
    private float _deviation;

    internal override TaskKind Kind => TaskKind.Regression;

    internal override bool IsClassification => false;

    internal override int ClassCount => 0;

    internal override IReadOnlyList<Metric> Metrics => MetricsOfNumbers.All(() => _deviation);

    internal override IEnumerable<SchemaShape.Column> OutputColumns(SchemaShape.Column label, SchemaShape.Column.VectorKind kind) =>
        [new(ScoreColumns.Score, kind, NumberDataViewType.Single, false, new SchemaShape(AnnotationUtils.GetTrainerOutputAnnotation()))];

    internal override int OutputCount(DataViewType label) => 1;

    internal override LabelReader LabelReader(DataViewRow row, DataViewSchema.Column label) =>
        LabelReaders.Of<float>(row, label, value => float.IsFinite(value) ? value : float.NaN);

    internal override void TakeScale(IReadOnlyDictionary<string, OnnxTensor> constants)
    {
        if (constants.TryGetValue(MeanName, out OnnxTensor? mean) && constants.TryGetValue(DeviationName, out OnnxTensor? deviation))
        {
            _mean = mean.Singles[0];
            _deviation = deviation.Singles[0];
        }
    }

    internal override Tensor Targets(Tensor labels) => labels.sub_(_mean).div_(_deviation);

    internal override Tensor MetricSums(Tensor outputs, Tensor targets, Tensor weights)
    {
        Tensor errors = (outputs.squeeze(-1) - targets).square();
        Tensor weighted = targets * weights;
        return stack(
        [
            (errors * weights).sum(ScalarType.Float64),
            weights.sum(ScalarType.Float64),
            weighted.sum(ScalarType.Float64),
            (weighted * targets).sum(ScalarType.Float64),
        ]);
    }

    internal override double Metric(ReadOnlySpan<double> sums)
    {
        double variation = sums[3] - sums[2] * sums[2] / sums[1];
        return variation > 0 ? 1 - sums[0] / variation : 0; // R² is undefined for equal labels
    }

    internal override void ToOnnx(OnnxGraphBuilder graph, string outputs, IReadOnlyList<long?> axes)
    {
        string scaled = graph.Node("Mul", [outputs, graph.Constant(OnnxTensor.Of(DeviationName, [_deviation]))]);
        graph.Output(DeepGraph.Score, graph.Node("Add", [scaled, graph.Constant(OnnxTensor.Of(MeanName, [_mean]))]), [.. axes, 1]);
    }

    private protected override ILoss PlainLoss() => new SquaredError();

    private protected override Func<ILoss>? LossOf(DeepTrainerOptions options) => options.Loss switch
    {
        Loss.AbsoluteError => () => new AbsoluteError(),
        Loss.Huber => () => new HuberLoss(options.HuberDelta),
        Loss.Quantile => () => new QuantileLoss(options.Quantile),
        _ => null,
    };

    private protected override void Learn(LabelSummary labels, string labelColumnName)
    {
        _mean = (float)labels.Mean;
        _deviation = labels.Deviation > 0 ? (float)labels.Deviation : 1; // a constant label is learned as its mean
    }

    private protected override bool IsLabel(SchemaShape.Column column) => !column.IsKey && column.ItemType.Equals(NumberDataViewType.Single);

    private protected override ArgumentOutOfRangeException OtherLabel(SchemaShape.Column column) => SchemaMismatch.Of(
        "label", column.Name, "Single", column.GetTypeString(),
        $"Convert it with mlContext.Transforms.Conversion.ConvertType(\"{column.Name}\", outputKind: DataKind.Single).");
}
