using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>Models of all formats so far load and score as they did when they were written (see tests/Golden/README.md).</summary>
[TestClass]
public sealed class GoldenTests
{
    private const string FolderVariable = "MLNETDEEP_GOLDEN";
    private const double Tolerance = 1e-6; // ONNX Runtime's kernels differ in the last places between machines and versions

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static IEnumerable<object[]> Names =>
        Directory.EnumerateFiles(s_folder, "*.zip").Select(path => new object[] { Path.GetFileNameWithoutExtension(path) });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Model_OfAnyFormat_LoadsAndScoresAsItDid(string name)
    {
        Golden golden = JsonSerializer.Deserialize<Golden>(File.ReadAllText(Path.Combine(s_folder, $"{name}.json")))!;
        using DeepTransformer model = (DeepTransformer)new MLContext().Model.Load(Path.Combine(s_folder, $"{name}.zip"), out _);
        Dictionary<string, double[]> columns = Score(model, golden.Features);
        Assert.AreSequenceEqual(golden.Columns.Keys, columns.Keys);
        foreach ((string column, double[] values) in golden.Columns)
        {
            Assert.HasCount(values.Length, columns[column]);
            Assert.IsLessThan(Tolerance, values.Zip(columns[column], (one, other) => Math.Abs(one - other)).Max());
        }
        AssertHas(golden.Description, Description(model));
    }

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    [DataRow(TaskKind.Regression)]
    public void CurrentFormat_HasAModelOfEachTask(TaskKind task) => Assert.Contains(Name(task), Names.Select(row => row[0]));

    [TestMethod]
    [TestCategory("Golden")]
    public void CurrentFormat_WhenAsked_IsWrittenWhereItIsMissing()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } folder)
        {
            Assert.Inconclusive($"Writes golden models when {FolderVariable} names the folder.");
            return;
        }
        foreach (TaskKind task in Enum.GetValues<TaskKind>().Where(task => !File.Exists(Path.Combine(folder, $"{Name(task)}.zip"))))
        {
            string path = Path.Combine(folder, Name(task));
            using DeepTransformer model = CreateModel(task);
            float[][] features = [.. Enumerable.Range(0, 8).Select(ToyRow.FeaturesOf)];
            Golden golden = new(features, Score(model, features), Description(model));
            File.WriteAllText($"{path}.json", JsonSerializer.Serialize(golden, s_json));
            File.WriteAllBytes($"{path}.zip", ModelZip.Save(model));
        }
    }

    private static string Name(TaskKind task) => $"format-{ModelFile.Format}-{task}";

    /// <summary>A model that has a value other than the default wherever it can.</summary>
    private static DeepTransformer CreateModel(TaskKind task)
    {
        DeepModel model = ToyModel.ModelOf(task);
        EpochReport epoch = new() { Epoch = 1, NumberOfEpochs = 7, TrainingLoss = 0.5, ValidationLoss = 0.25, ValidationMetric = 0.75, LearningRate = 0.125 };
        return new DeepTransformer(new DeepModel(
            model.Description with
            {
                Threshold = 0.25f,
                Options = OptionsRecords.CreateChanged(typeof(MlpOptions)) with { FeatureColumnName = "Features" },
                History = new TrainingHistory { Epochs = [epoch], BestEpoch = 1, StopReason = StopReason.TimeBudget, TrainingRowCount = 9, ValidationRowCount = 3, Seed = 5 },
            },
            model.Graph));
    }

    private static JsonNode Description(DeepTransformer model) => JsonNode.Parse(ModelFile.WriteDescription(model.Model.Description))!;

    /// <summary>The columns that the model adds to the rows, vectors one after the other, Booleans as 0 and 1.</summary>
    private static Dictionary<string, double[]> Score(DeepTransformer model, float[][] features)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(ToyRow));
        definition[nameof(ToyRow.Features)].ColumnType = model.FeatureColumnType;
        IDataView rows = new MLContext().Data.LoadFromEnumerable(features.Select(row => new ToyRow { Features = row }), definition);
        IDataView scored = model.Transform(rows);
        return scored.Schema.Skip(rows.Schema.Count).ToDictionary(column => column.Name, column => Values(scored, column));
    }

    private static double[] Values(IDataView scored, DataViewSchema.Column column) => column.Type switch
    {
        BooleanDataViewType => [.. scored.GetColumn<bool>(column).Select(value => value ? 1.0 : 0)],
        KeyDataViewType => [.. scored.GetColumn<uint>(column).Select(value => (double)value)],
        VectorDataViewType => [.. scored.GetColumn<float[]>(column).SelectMany(values => values).Select(value => (double)value)],
        _ => [.. scored.GetColumn<float>(column).Select(value => (double)value)],
    };

    /// <summary>All that was known of the model then is known still; later versions may know more.</summary>
    private static void AssertHas(JsonNode expected, JsonNode? found)
    {
        if (expected is JsonArray items && found is JsonArray others && items.Count == others.Count)
        {
            foreach ((JsonNode? item, JsonNode? other) in items.Zip(others).Where(pair => pair.First is not null))
            {
                AssertHas(item!, other);
            }
            return;
        }
        if (expected is not JsonObject properties)
        {
            Assert.IsTrue(JsonNode.DeepEquals(expected, found), $"Expected {expected.ToJsonString()}, got {found?.ToJsonString()}.");
            return;
        }
        foreach ((string name, JsonNode? value) in properties)
        {
            Assert.IsTrue(found!.AsObject().TryGetPropertyValue(name, out JsonNode? other), $"'{name}' is gone.");
            if (value is not null)
            {
                AssertHas(value, other);
            }
        }
    }

    private sealed record Golden(float[][] Features, Dictionary<string, double[]> Columns, JsonNode Description);
}
