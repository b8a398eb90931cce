using Microsoft.ML.Transforms;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Wide rows that are mostly zero, as hashed words are: a few counts per row in random slots, and two numbers behind them.</summary>
internal static class SparseData
{
    /// <param name="task">What the label is for.</param>
    /// <param name="ml">The context.</param>
    /// <param name="width">D; the last two slots are numbers without zeros.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="seed">Other seeds give other rows.</param>
    /// <param name="vocabulary">How many slots are in use, evenly spread.</param>
    /// <param name="isDense">Whether ML.NET holds the rows with all of their zeros.</param>
    /// <param name="words">How many of them a row is made of.</param>
    /// <param name="known">The slots to keep; all if null.</param>
    internal static IDataView Of(
        TaskKind task, MLContext ml, int width = 5000, int rows = 600, int seed = 1, int vocabulary = 200, bool isDense = false, int words = 10, IReadOnlySet<int>? known = null)
    {
        SparseRowOf<float>[] numbers = [.. Rows(width, rows, seed, vocabulary, isDense, words, known)];
        return task switch
        {
            TaskKind.BinaryClassification => View(ml, width, numbers.Select(row => new SparseRowOf<bool>(row.Features, row.Label > 0))),
            TaskKind.MulticlassClassification => Keys(ml, View(ml, width, numbers.Select(row => new SparseRowOf<string>(row.Features, Class(row.Label))))),
            _ => View(ml, width, numbers),
        };
    }

    /// <summary>Whether a model takes its features as index and value.</summary>
    internal static bool IsSparse(DeepTransformer model) => SparseFirstLayer.Of(OnnxReader.Read(model.Model.Graph).Graph) is not null;

    private static string Class(float label) => label > 1 ? "high" : label > -1 ? "middle" : "low";

    private static IDataView Keys(MLContext ml, IDataView view) => ml.Transforms.Conversion
        .MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(view).Transform(view);

    private static IEnumerable<SparseRowOf<float>> Rows(int width, int rows, int seed, int vocabulary, bool isDense, int words, IReadOnlySet<int>? known)
    {
        Random random = new(seed);
        for (int row = 0; row < rows; row++)
        {
            SortedDictionary<int, float> features = [];
            float label = 0;
            for (int word = 0; word < words; word++)
            {
                int index = random.Next(vocabulary);
                features[(int)((long)index * (width - 2) / vocabulary)] = 1 + random.Next(3);
                label += index % 2 == 0 ? 1 : -1;
            }
            features[width - 2] = 10 + random.NextSingle();
            features[width - 1] = random.NextSingle() - 0.5f;
            label += 4 * features[width - 1];
            int[] slots = [.. features.Keys.Where(slot => known?.Contains(slot) ?? true)];
            VBuffer<float> sparse = new(width, slots.Length, [.. slots.Select(slot => features[slot])], slots);
            yield return new SparseRowOf<float>(isDense ? new VBuffer<float>(width, [.. sparse.DenseValues()]) : sparse, label);
        }
    }

    private static IDataView View<TLabel>(MLContext ml, int width, IEnumerable<SparseRowOf<TLabel>> rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(SparseRowOf<TLabel>));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return ml.Data.LoadFromEnumerable(rows.ToArray(), schema);
    }
}

/// <summary>A row of <see cref="SparseData"/>.</summary>
internal sealed record SparseRowOf<TLabel>(VBuffer<float> Features, TLabel Label);
