using System.Numerics;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tasks;

/// <summary>Key labels, one logit per class, softmax cross-entropy.</summary>
internal sealed class MulticlassTask : TrainingTask
{
    private int _classCount;

    internal override TaskKind Kind => TaskKind.MulticlassClassification;

    internal override bool IsClassification => true;

    internal override int ClassCount => _classCount;

    internal override IReadOnlyList<Metric> Metrics => MetricsOfClasses.All;

    internal override IEnumerable<SchemaShape.Column> OutputColumns(SchemaShape.Column label, SchemaShape.Column.VectorKind kind)
    {
        bool isOfSteps = kind != SchemaShape.Column.VectorKind.Scalar;
        IEnumerable<SchemaShape.Column> score = AnnotationUtils.AnnotationsForMulticlassScoreColumn(label)
            .Where(annotation => !(isOfSteps && annotation.Name == AnnotationUtils.Kinds.SlotNames)); // slots are no classes then
        List<SchemaShape.Column> predictedLabel = [.. AnnotationUtils.GetTrainerOutputAnnotation()];
        if (label.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out SchemaShape.Column keyValues))
        {
            predictedLabel.Add(keyValues);
        }
        return
        [
            new(ScoreColumns.Score, isOfSteps ? kind : SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape(score)),
            new(ScoreColumns.PredictedLabel, kind, NumberDataViewType.UInt32, true, new SchemaShape(predictedLabel)),
        ];
    }

    internal override int OutputCount(DataViewType label) => _classCount = checked((int)((KeyDataViewType)label).Count);

    internal override LabelReader LabelReader(DataViewRow row, DataViewSchema.Column label) => Type.GetTypeCode(label.Type.Item().RawType) switch
    {
        TypeCode.Byte => KeyReader<byte>(row, label),
        TypeCode.UInt16 => KeyReader<ushort>(row, label),
        TypeCode.UInt32 => KeyReader<uint>(row, label),
        TypeCode.UInt64 => KeyReader<ulong>(row, label),
        _ => throw SchemaMismatch.Of("label", label.Name, "a key", $"{label.Type}", "Map its values to keys with MapValueToKey."),
    };

    internal override Tensor Targets(Tensor labels) => labels.to_type(ScalarType.Int64);

    internal override Tensor MetricSums(Tensor outputs, Tensor targets, Tensor weights)
    {
        Tensor isCorrect = outputs.argmax(1).eq(targets);
        return stack([(isCorrect * weights).sum(ScalarType.Float64), weights.sum(ScalarType.Float64)]);
    }

    internal override double Metric(ReadOnlySpan<double> sums) => sums[0] / sums[1];

    internal override void ToOnnx(OnnxGraphBuilder graph, string outputs, IReadOnlyList<long?> axes) =>
        graph.Output(DeepGraph.Score, graph.Node("Softmax", [Tempered(graph, outputs)], OnnxAttribute.Of("axis", axes.Count + 1L)), [.. axes, _classCount]);

    private protected override ILoss PlainLoss() => new CrossEntropy();

    private protected override Func<ILoss>? LossOf(DeepTrainerOptions options) => options switch
    {
        { Loss: Loss.Focal } => () => new FocalLoss(new CrossEntropy(), options.FocalGamma),
        { LabelSmoothing: > 0 } => () => new CrossEntropy(options.LabelSmoothing),
        _ => null,
    };

    private protected override void Learn(LabelSummary labels, string labelColumnName) =>
        ClassLabelsCheck.HasSeveral(labels, labelColumnName);

    private protected override bool IsLabel(SchemaShape.Column column) => column.IsKey;

    private protected override ArgumentOutOfRangeException OtherLabel(SchemaShape.Column column) => SchemaMismatch.Of(
        "label", column.Name, "a key", column.GetTypeString(), $"Convert it with mlContext.Transforms.Conversion.MapValueToKey(\"{column.Name}\").");

    /// <summary>Keys count from 1; 0, and values beyond the key type's count, mean missing.</summary>
    private static LabelReader KeyReader<TKey>(DataViewRow row, DataViewSchema.Column label)
        where TKey : IBinaryInteger<TKey>
    {
        ulong count = ((KeyDataViewType)label.Type.Item()).Count;
        return LabelReaders.Of<TKey>(row, label, key => ulong.CreateChecked(key) is > 0 and var value && value <= count ? value - 1 : float.NaN);
    }
}
