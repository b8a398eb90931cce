using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace MLNetDeep.Tests;

/// <summary>Small data sets that follow from a seed. Their columns: Features (with slot names), Label, Weight (all 1).</summary>
internal static class ToyData
{
    internal const int FeatureCount = 4;

    /// <param name="task">What the label is for: a Boolean, a key of three texts, or a Single.</param>
    /// <param name="ml">The context.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="seed">Other seeds give other features.</param>
    /// <param name="weight">The weight of each row by its index; 1 if null.</param>
    /// <param name="featureCount">The width of the features; at least the four that labels depend on.</param>
    internal static IDataView Of(
        TaskKind task, MLContext ml, int rows = 400, int seed = 1, Func<int, float>? weight = null, int featureCount = FeatureCount) => task switch
        {
            TaskKind.BinaryClassification => View(ml, Rows(rows, seed, Sign, weight, featureCount)),
            TaskKind.MulticlassClassification => Keys(ml, Rows(rows, seed, Color, weight, featureCount)),
            _ => View(ml, Rows(rows, seed, Number, weight, featureCount)),
        };

    internal static IDataView Binary(MLContext ml, int rows = 400, int seed = 1) => Of(TaskKind.BinaryClassification, ml, rows, seed);

    internal static IDataView Multiclass(MLContext ml, int rows = 400, int seed = 1) => Of(TaskKind.MulticlassClassification, ml, rows, seed);

    internal static IDataView Regression(MLContext ml, int rows = 400, int seed = 1) => Of(TaskKind.Regression, ml, rows, seed);

    /// <summary>Two features; the label says whether their signs differ, which no linear model can tell.</summary>
    internal static IDataView Xor(MLContext ml, int rows = 400, int seed = 1) =>
        View(ml, Rows(rows, seed, features => features[0] > 0 != features[1] > 0, featureCount: 2));

    internal static bool Sign(float[] features) => features[0] + features[1] * features[2] > 0;

    /// <summary>The classes: blue, green and red.</summary>
    internal static string Color(float[] features) => features[0] > 0.3f ? "red" : features[1] > 0 ? "green" : "blue";

    internal static float Number(float[] features) => 5 + 3 * features[0] - 2 * features[1] + 2 * features[2] * features[3];

    /// <summary>Rows of features between -1 and 1, with a label that follows from them.</summary>
    internal static ToyRow<TLabel>[] Rows<TLabel>(
        int rows, int seed, Func<float[], TLabel> label, Func<int, float>? weight = null, int featureCount = FeatureCount)
    {
        Random random = new(seed);
        ToyRow<TLabel> Row(int index)
        {
            float[] features = [.. Enumerable.Range(0, featureCount).Select(_ => 2 * random.NextSingle() - 1)];
            return new ToyRow<TLabel>(features, label(features), weight?.Invoke(index) ?? 1);
        }
        return [.. Enumerable.Range(0, rows).Select(Row)];
    }

    /// <summary>The rows as data; the width of the features is that of the first row.</summary>
    internal static IDataView View<TLabel>(MLContext ml, params ToyRow<TLabel>[] rows) => ml.Data.LoadFromEnumerable(rows, Schema(rows));

    /// <summary>The rows as data, with their labels as keys in the order of the label values.</summary>
    internal static IDataView Keys<TLabel>(MLContext ml, params ToyRow<TLabel>[] rows)
    {
        IDataView view = View(ml, rows);
        return ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: KeyOrdinality.ByValue).Fit(view).Transform(view);
    }

    /// <summary>The rows as data, with their labels as keys that stand for nothing.</summary>
    internal static IDataView Indices(MLContext ml, int classCount, params ToyRow<uint>[] rows)
    {
        SchemaDefinition schema = Schema(rows);
        schema["Label"].ColumnType = new KeyDataViewType(typeof(uint), classCount);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>The schema of rows of which all have as many features as the first one.</summary>
    internal static SchemaDefinition Schema<TLabel>(ToyRow<TLabel>[] rows)
    {
        int width = rows.FirstOrDefault()?.Features.Length ?? FeatureCount;
        ReadOnlyMemory<char>[] names = [.. Enumerable.Range(0, width).Select(slot => $"x{slot}".AsMemory())];
        SchemaDefinition schema = SchemaDefinition.Create(typeof(ToyRow<TLabel>));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, width); // a channel of steps, for networks that want to know
        schema["Features"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(width, names), new VectorDataViewType(TextDataViewType.Instance, width));
        return schema;
    }
}
