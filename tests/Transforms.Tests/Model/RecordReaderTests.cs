using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetDeep.Tests;

/// <summary>What is read of a text is what the serializer that wrote it would read.</summary>
[TestClass]
public sealed class RecordReaderTests
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 16,
    };

    private static readonly EpochReport s_epoch = new() { Epoch = 1, NumberOfEpochs = 7, TrainingLoss = double.NaN, ValidationLoss = double.PositiveInfinity, LearningRate = 0.125, Elapsed = TimeSpan.FromTicks(123_456_789_012) };

    private static readonly ModelDescription s_description = ToyModel.Describe(TaskKind.MulticlassClassification, 3) with
    {
        Classes = new ClassLabels("Text", ["red", "grün \"\u2028\"", "\\"]),
        Threshold = float.Epsilon,
        History = new TrainingHistory { Epochs = [s_epoch, s_epoch with { TrainingLoss = double.NegativeInfinity }], BestEpoch = 1, StopReason = StopReason.Diverged, TrainingRowCount = long.MaxValue, Seed = int.MinValue },
    };

    public static IEnumerable<object[]> Options => OptionsRecords.All.Select(type => new object[] { type });

    [TestMethod]
    [DynamicData(nameof(Options))]
    public void Description_WithEveryOptionChanged_ComesBack(Type type)
    {
        foreach (DeepTrainerOptions options in (DeepTrainerOptions[])[OptionsRecords.Create(type), OptionsRecords.CreateChanged(type)])
        {
            string text = JsonSerializer.Serialize(s_description with { Options = options }, s_json);
            ModelDescription description = Read<ModelDescription>(text)!;

            Assert.AreEqual(type, description.Options.GetType());
            Assert.AreEqual(text, JsonSerializer.Serialize(description, s_json));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Options))]
    public void Options_ThatAnOlderVersionDidNotHave_HaveTheirDefaults(Type type)
    {
        string name = JsonDocument.Parse(JsonSerializer.Serialize(OptionsRecords.Create(type))).RootElement.GetProperty("Architecture").GetString()!;
        DeepTrainerOptions options = Read<DeepTrainerOptions>($$"""{ "Architecture": "{{name}}" }""")!;

        Assert.AreEqual(JsonSerializer.Serialize(OptionsRecords.Create(type)), JsonSerializer.Serialize(options));
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("""{ "ItemType": "Text", "Values": [] }""")]
    [DataRow("""{ "Values": ["a", null], "Later": [{ "x": 1 }, 2], "ItemType": "Text", "ItemType": "Int32" }""")]
    [DataRow("""{ "ItemType": "Text" }""")]
    [DataRow("""{ "ItemType": null, "Values": [] }""")]
    [DataRow("""{ "ItemType": 3, "Values": [] }""")]
    [DataRow("""{ "ItemType": "Text", "Values": "a" }""")]
    [DataRow("""{ "ItemType": "Text", "Values": {} }""")]
    [DataRow("""{ "ItemType": "Text", "Values": ["a", 3] }""")]
    [DataRow("""{ "ItemType": "Text", "Values": [] } 7""")]
    [DataRow("""{ "ItemType": "Text", "Values": [] """)]
    [DataRow("""{ "ItemType": "\ud800", "Values": [] }""")]
    [DataRow("""{ "ItemType": "Text", "Values": [], "\ud800": 3 }""")]
    [DataRow("""{ "ItemType": "Text", "Values": [[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]] }""")]
    [DataRow("[]")]
    [DataRow("3")]
    [DataRow("")]
    public void ClassLabels_AreReadOrRefusedAsByTheSerializer(string text) => AssertAlike<ClassLabels>(text);

    [TestMethod]
    [DataRow("\"Epoch\": 1", "\"Epoch\": 1.5")]
    [DataRow("\"Epoch\": 1", "\"Epoch\": 3000000000")]
    [DataRow("\"Epoch\": 1", "\"Epoch\": \"1\"")]
    [DataRow("\"Epoch\": 1", "\"Epoch\": null")]
    [DataRow("\"TrainingLoss\": 0.5", "\"TrainingLoss\": \"-Infinity\"")]
    [DataRow("\"TrainingLoss\": 0.5", "\"TrainingLoss\": \"0.5\"")]
    [DataRow("\"TrainingLoss\": 0.5", "\"TrainingLoss\": true")]
    [DataRow("\"TrainingLoss\": 0.5", "\"TrainingLoss\": {}")]
    [DataRow("\"ValidationLoss\": null", "\"ValidationLoss\": 1e-300")]
    [DataRow("\"Elapsed\": \"00:00:01\"", "\"Elapsed\": \"1.02:03:04.0000005\"")]
    [DataRow("\"Elapsed\": \"00:00:01\"", "\"Elapsed\": \"30:00:00\"")]
    [DataRow("\"Elapsed\": \"00:00:01\"", "\"Elapsed\": \"99999999.00:00:00\"")]
    [DataRow("\"Elapsed\": \"00:00:01\"", "\"Elapsed\": 5")]
    [DataRow("\"Epoch\": 1, ", "")]
    public void Epoch_IsReadOrRefusedAsByTheSerializer(string from, string to)
    {
        const string Epoch = """{ "Epoch": 1, "NumberOfEpochs": 7, "TrainingLoss": 0.5, "ValidationLoss": null, "LearningRate": 0.25, "Elapsed": "00:00:01" }""";
        string changed = Epoch.Replace(from, to, StringComparison.Ordinal);
        Assert.AreNotEqual(Epoch, changed);
        AssertAlike<EpochReport>(changed);
    }

    [TestMethod]
    [DataRow("""{ "Architecture": "Mlp", "Activation": "silu", "Normalization": 2 }""")]
    [DataRow("""{ "Architecture": "Mlp", "Activation": "Sine" }""")]
    [DataRow("""{ "Architecture": "Mlp", "Activation": null }""")]
    [DataRow("""{ "Architecture": "Mlp", "HiddenLayerSizes": [3, null] }""")]
    [DataRow("""{ "Architecture": "Mlp", "HiddenLayerSizes": [3, 99999999999] }""")]
    [DataRow("""{ "Architecture": "Mlp", "LabelColumnName": null }""")]
    [DataRow("""{ "Architecture": "Mlp", "ExampleWeightColumnName": null, "Seed": null, "TimeBudget": null }""")]
    [DataRow("""{ "Architecture": "Mlp", "Progress": 7, "CancellationToken": {}, "EqualityContract": 3 }""")]
    [DataRow("""{ "Architecture": "Cnn", "Backbone": "resnet18", "IsInterleaved": true, "HorizontalFlip": false, "VerticalFlip": true, "InputShape": [3, 8, 8] }""")]
    [DataRow("""{ "Architecture": "Cnn", "IsInterleaved": null, "InputShape": null, "StageCount": null }""")]
    [DataRow("""{ "Architecture": "Cnn", "VerticalFlip": null }""")]
    [DataRow("""{ "Architecture": "Cnn", "VerticalFlip": 1 }""")]
    [DataRow("""{ "Architecture": "Cnn", "IsInterleaved": "true" }""")]
    [DataRow("""{ "Architecture": "Cnn", "InputShape": 3 }""")]
    [DataRow("""{ "Architecture": 3 }""")]
    [DataRow("""{ "Architecture": null }""")]
    [DataRow("""{ "Seed": 3, "Architecture": "Mlp" }""")]
    [DataRow("{}")]
    public void Options_AreReadOrRefusedAsByTheSerializer(string text) => AssertAlike<DeepTrainerOptions>(text);

    [TestMethod]
    [DataRow(typeof(ClassLabels), """{ "ItemType": "Text", "Values":  3 }""", "The value of 'Values' at byte 33: expected a list of String, got Number.")]
    [DataRow(typeof(ClassLabels), """{ "ItemType": "Text", "Values": ["a", 3] }""", "The value of 'Values' at byte 38: expected String, got Number.")]
    [DataRow(typeof(ClassLabels), """{ "ItemType": null, "Values": [] }""", "The value of 'ItemType' at byte 14: expected String, got Null.")]
    [DataRow(typeof(EpochReport), """{ "ValidationLoss": "0.5" }""", "The value of 'ValidationLoss' at byte 20: expected Double, got String.")]
    [DataRow(typeof(EpochReport), """{ "Elapsed": "30:00:00" }""", "The value of 'Elapsed' at byte 13: expected TimeSpan, got String.")]
    [DataRow(typeof(DeepTrainerOptions), """{ "Architecture": "Mlp", "Normalization": "Sine" }""", "The value of 'Normalization' at byte 42: expected one of None, Batch, Layer, got String.")]
    [DataRow(typeof(DeepTrainerOptions), """{ "Architecture": "Cnn", "VerticalFlip": 1 }""", "The value of 'VerticalFlip' at byte 41: expected Boolean, got Number.")]
    [DataRow(typeof(ModelDescription), """{ "History": [] }""", "The value of 'History' at byte 13: expected TrainingHistory, got StartArray.")]
    public void Error_NamesThePropertyItsPlaceAndWhatWasExpected(Type type, string text, string expected)
    {
        Func<string, object?> read = type == typeof(ClassLabels) ? Read<ClassLabels>
            : type == typeof(EpochReport) ? Read<EpochReport>
            : type == typeof(ModelDescription) ? Read<ModelDescription>
            : Read<DeepTrainerOptions>;
        Assert.AreEqual(expected, Assert.ThrowsExactly<JsonException>(() => read(text)).Message);
    }

    private static void AssertAlike<T>(string text)
        where T : class
    {
        string Outcome(Func<T?> read)
        {
            try
            {
                return JsonSerializer.Serialize(read(), s_json);
            }
            catch (Exception exception) when (exception is JsonException or NotSupportedException)
            {
                return "refused";
            }
        }
        Assert.AreEqual(Outcome(() => JsonSerializer.Deserialize<T>(text, s_json)), Outcome(() => Read<T>(text)));
    }

    private static T? Read<T>(string text)
        where T : class => RecordReader.Read<T>(Encoding.UTF8.GetBytes(text));
}
