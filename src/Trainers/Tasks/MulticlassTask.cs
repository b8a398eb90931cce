using System.Numerics;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tasks;

/// <summary>Key labels, one logit per class, softmax cross-entropy.</summary>
internal sealed class MulticlassTask : TrainingTask
{
    private int _classCount;

    internal override TaskKind Kind => TaskKind.MulticlassClassification;

    internal override bool IsClassification => true;

    internal override void CheckLabel(SchemaShape.Column label)
    {
        if (label.Kind != SchemaShape.Column.VectorKind.Scalar || !label.IsKey)
        {
            throw SchemaMismatch.Of("label", label.Name, "a key", label.GetTypeString(),
                $"Convert it with mlContext.Transforms.Conversion.MapValueToKey(\"{label.Name}\").");
        }
    }

    internal override IEnumerable<SchemaShape.Column> OutputColumns(SchemaShape.Column label)
    {
        List<SchemaShape.Column> predictedLabel = [.. AnnotationUtils.GetTrainerOutputAnnotation()];
        if (label.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out SchemaShape.Column keyValues))
        {
            predictedLabel.Add(keyValues);
        }
        return
        [
            new(ScoreColumns.Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false,
                new SchemaShape(AnnotationUtils.AnnotationsForMulticlassScoreColumn(label))),
            new(ScoreColumns.PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, new SchemaShape(predictedLabel)),
        ];
    }

    internal override int OutputCount(DataViewSchema.Column label) => _classCount = checked((int)((KeyDataViewType)label.Type).Count);

    internal override LabelReader LabelReader(DataViewRow row, DataViewSchema.Column label) => Type.GetTypeCode(label.Type.RawType) switch
    {
        TypeCode.Byte => KeyReader<byte>(row, label),
        TypeCode.UInt16 => KeyReader<ushort>(row, label),
        TypeCode.UInt32 => KeyReader<uint>(row, label),
        TypeCode.UInt64 => KeyReader<ulong>(row, label),
        _ => throw SchemaMismatch.Of("label", label.Name, "a key", $"{label.Type}", "Map its values to keys with MapValueToKey."),
    };

    internal override void Learn(LabelSummary labels, string labelColumnName) =>
        ClassLabelsCheck.HasSeveral(labels, labelColumnName);

    internal override Tensor Targets(Tensor labels) => labels.to_type(ScalarType.Int64);

    internal override Tensor RowLosses(Tensor outputs, Tensor targets) =>
        nn.functional.cross_entropy(outputs, targets, reduction: nn.Reduction.None);

    internal override Tensor MetricSums(Tensor outputs, Tensor targets, Tensor weights)
    {
        Tensor isCorrect = outputs.argmax(1).eq(targets);
        return stack([(isCorrect * weights).sum(ScalarType.Float64), weights.sum(ScalarType.Float64)]);
    }

    internal override double Metric(ReadOnlySpan<double> sums) => sums[0] / sums[1];

    internal override void ToOnnx(OnnxGraphBuilder graph, string outputs) =>
        graph.Output(DeepGraph.Score, graph.Node("Softmax", [outputs], OnnxAttribute.Of("axis", 1L)), _classCount);

    /// <summary>Keys count from 1; 0, and values beyond the key type's count, mean missing.</summary>
    private static LabelReader KeyReader<TKey>(DataViewRow row, DataViewSchema.Column label)
        where TKey : IBinaryInteger<TKey>
    {
        ulong count = ((KeyDataViewType)label.Type).Count;
        return LabelReaders.Of<TKey>(row, label, key => ulong.CreateChecked(key) is > 0 and var value && value <= count ? value - 1 : float.NaN);
    }
}
