using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace MLNetDeep.Tests;

/// <summary>Small data sets with a label for each step. Their columns are those of <see cref="ToyData"/>.</summary>
internal static class StepData
{
    /// <summary>Rows of which each feature is a step, and has a label that follows from it and from the one before.</summary>
    /// <inheritdoc cref="ToyData.Of"/>
    internal static IDataView Of(
        TaskKind task, MLContext ml, int rows = 400, int seed = 1, Func<int, float>? weight = null, int featureCount = ToyData.FeatureCount) => task switch
        {
            TaskKind.BinaryClassification => View(ml, BooleanDataViewType.Instance, ToyData.Rows(rows, seed, features => EachStep(features, Sign), weight, featureCount)),
            TaskKind.MulticlassClassification => Keys(ml, View(ml, TextDataViewType.Instance, ToyData.Rows(rows, seed, features => EachStep(features, Color), weight, featureCount))),
            _ => View(ml, NumberDataViewType.Single, ToyData.Rows(rows, seed, features => EachStep(features, Number), weight, featureCount)),
        };

    /// <summary>The labels of the data as keys in the order of their values.</summary>
    internal static IDataView Keys(MLContext ml, IDataView data) =>
        ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: KeyOrdinality.ByValue).Fit(data).Transform(data);

    /// <summary>The rows as data; all have as many steps as the first one.</summary>
    internal static IDataView View<TLabel>(MLContext ml, PrimitiveDataViewType label, params ToyRow<TLabel[]>[] rows)
    {
        SchemaDefinition schema = ToyData.Schema(rows);
        schema["Label"].ColumnType = new VectorDataViewType(label, rows.FirstOrDefault()?.Label.Length ?? ToyData.FeatureCount);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    private static bool Sign(float own, float before) => own + before > 0;

    /// <summary>The classes: blue, green and red.</summary>
    private static string Color(float own, float before) => own > 0.3f ? "red" : before > 0 ? "green" : "blue";

    private static float Number(float own, float before) => 5 + (3 * own) - (2 * before);

    private static TLabel[] EachStep<TLabel>(float[] features, Func<float, float, TLabel> label) =>
        [.. features.Select((own, step) => label(own, step > 0 ? features[step - 1] : 0))];
}
