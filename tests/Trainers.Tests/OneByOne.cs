namespace MLNetDeep.Tests;

/// <summary>Scores rows by a PredictionEngine, in the form of <see cref="Tests.Scores"/>.</summary>
internal static class OneByOne
{
    internal static float[] Scores(MLContext ml, DeepTransformer model, IDataView data) => model.Model.Task switch
    {
        TaskKind.BinaryClassification => Scores<BinaryRow>(ml, model, data, row => [row.Score], row => [row.Probability], row => row.PredictedLabel ? 1 : 0),
        TaskKind.MulticlassClassification => Scores<MulticlassRow>(ml, model, data, row => row.Score, _ => [], row => row.PredictedLabel),
        _ => Scores<RegressionRow>(ml, model, data, row => [row.Score], _ => [], label: null),
    };

    private static float[] Scores<TRow>(
        MLContext ml, DeepTransformer model, IDataView data,
        Func<TRow, float[]> scores, Func<TRow, float[]> probability, Func<TRow, float>? label)
        where TRow : class, new()
    {
        SchemaDefinition input = SchemaDefinition.Create(typeof(FeatureRow));
        input["Features"].ColumnType = data.Schema["Features"].Type;
        PredictionEngineOptions options = new() { OwnsTransformer = false, InputSchemaDefinition = input };
        using PredictionEngine<FeatureRow, TRow> engine = ml.Model.CreatePredictionEngine<FeatureRow, TRow>(model, options);
        TRow[] rows = [.. data.GetColumn<VBuffer<float>>("Features").Select(features => engine.Predict(new FeatureRow { Features = features }))];
        return [.. rows.SelectMany(scores), .. rows.SelectMany(probability), .. label is null ? [] : rows.Select(label)];
    }

    private sealed class FeatureRow
    {
        public VBuffer<float> Features { get; set; }
    }

    private sealed class BinaryRow
    {
        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class MulticlassRow
    {
        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }

    private sealed class RegressionRow
    {
        public float Score { get; set; }
    }
}
