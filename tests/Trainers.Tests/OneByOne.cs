namespace MLNetDeep.Tests;

/// <summary>Scores rows by a PredictionEngine, in the form of <see cref="Tests.Scores"/>.</summary>
internal static class OneByOne
{
    internal static float[] Scores(MLContext ml, DeepTransformer model, IDataView data) => (model.Model.Task, model.Model.Description.HasStepOutputs) switch
    {
        (TaskKind.BinaryClassification, false) => Scores<BinaryRow>(ml, model, data, row => [row.Score], row => [row.Probability], row => [row.PredictedLabel ? 1 : 0]),
        (TaskKind.BinaryClassification, true) => Scores<BinarySteps>(ml, model, data, row => row.Score, row => row.Probability, row => [.. row.PredictedLabel.Select(label => label ? 1f : 0f)]),
        (TaskKind.MulticlassClassification, false) => Scores<MulticlassRow>(ml, model, data, row => row.Score, _ => [], row => [row.PredictedLabel]),
        (TaskKind.MulticlassClassification, true) => Scores<MulticlassSteps>(ml, model, data, row => row.Score, _ => [], row => [.. row.PredictedLabel.Select(label => (float)label)]),
        (_, false) => Scores<RegressionRow>(ml, model, data, row => [row.Score], _ => [], _ => []),
        _ => Scores<RegressionSteps>(ml, model, data, row => row.Score, _ => [], _ => []),
    };

    private static float[] Scores<TRow>(
        MLContext ml, DeepTransformer model, IDataView data,
        Func<TRow, float[]> scores, Func<TRow, float[]> probability, Func<TRow, float[]> label)
        where TRow : class, new()
    {
        SchemaDefinition input = SchemaDefinition.Create(typeof(FeatureRow));
        input["Features"].ColumnType = data.Schema["Features"].Type;
        PredictionEngineOptions options = new() { OwnsTransformer = false, InputSchemaDefinition = input };
        using PredictionEngine<FeatureRow, TRow> engine = ml.Model.CreatePredictionEngine<FeatureRow, TRow>(model, options);
        TRow[] rows = [.. data.GetColumn<VBuffer<float>>("Features").Select(features => engine.Predict(new FeatureRow { Features = features }))];
        return [.. rows.SelectMany(scores), .. rows.SelectMany(probability), .. rows.SelectMany(label)];
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

    private sealed class BinarySteps
    {
        public float[] Score { get; set; } = [];

        public float[] Probability { get; set; } = [];

        public bool[] PredictedLabel { get; set; } = [];
    }

    private sealed class MulticlassSteps
    {
        public float[] Score { get; set; } = [];

        public uint[] PredictedLabel { get; set; } = [];
    }

    private sealed class RegressionSteps
    {
        public float[] Score { get; set; } = [];
    }
}
