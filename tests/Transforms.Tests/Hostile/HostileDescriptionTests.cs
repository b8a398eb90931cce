using System.Text;

namespace MLNetDeep.Tests;

/// <summary>Descriptions with the right checksum that no trainer wrote: refused by what is wrong, or of no consequence for the scores.</summary>
[TestClass]
public sealed class HostileDescriptionTests
{
    private const string Misunderstood = "The model file is damaged: 'model.json' cannot be understood: ";
    private const string Epoch = """{"Epoch":1,"NumberOfEpochs":1,"TrainingLoss":0,"LearningRate":0,"Elapsed":"00:00:00"}""";

    private static readonly DeepModel s_model = ToyModel.ModelOf(TaskKind.MulticlassClassification);
    private static readonly string s_json = Encoding.UTF8.GetString(ModelFile.WriteDescription(s_model.Description)).ReplaceLineEndings("\n");
    private static readonly byte[] s_zip = Save();

    private static readonly (string From, string To, string? Error)[] s_changes =
    [
        ("\"FeatureCount\": 3", "\"FeatureCount\": 2147483647", "The ONNX graph of the model is refused: its input has 3 features; the model's description says 2147483647. Only graphs written by MLNetDeep are run."),
        ("\"FeatureCount\": 3", "\"FeatureCount\": -3", Senseless("FeatureCount is -3")),
        ("\"FeatureCount\": 3", "\"FeatureCount\": 3e99", Misunderstood),
        ("\"OutputCount\": 3", "\"OutputCount\": 2147483647", Senseless("there are 3 classes for 2147483647 outputs")),
        ("\"OutputCount\": 3", "\"OutputCount\": 0", Senseless("OutputCount is 0")),
        ("\"Threshold\": 0.5", "\"Threshold\": \"NaN\"", Senseless("Threshold is NaN")),
        ("\"Threshold\": 0.5", "\"Threshold\": 1e30", Senseless("Threshold is 1E+30")),
        ("\"blue\"", "\"blue\", \"black\"", Senseless("there are 4 classes for 3 outputs")),
        ("\"blue\"", "null", Senseless("the class '' is no Text")),
        ("\"ItemType\": \"Text\"", "\"ItemType\": \"Int32\"", Senseless("the class 'red' is no Int32")),
        ("\"ItemType\": \"Text\"", "\"ItemType\": \"Assembly\"", "The model file names class values of the unknown type 'Assembly'. Update the MLNetDeep.Transforms package."),
        ("\"Task\": \"MulticlassClassification\"", "\"Task\": \"Ranking\"", Misunderstood),
        ("\"Task\": \"MulticlassClassification\"", "\"Task\": 77", "The model file has the unknown task 77. Update the MLNetDeep.Transforms package."),
        ("\"Task\": \"MulticlassClassification\"", "\"Task\": \"Regression\"", Senseless("OutputCount is 3 for Regression")),
        ("\"Architecture\": \"Mlp\"", "\"Architecture\": \"System.Diagnostics.Process\"", Misunderstood),
        ("\"HiddenLayerSizes\": null", "\"HiddenLayerSizes\": [-5]", Senseless("HiddenLayerSizes must be positive. (Parameter 'HiddenLayerSizes') Actual value was -5")),
        ("\"HiddenLayerSizes\": null", $"\"HiddenLayerSizes\": {new string('[', 100_000)}", Misunderstood),
        ("\"Dropout\": 0.2", "\"Dropout\": \"NaN\"", Senseless("Dropout must be in [0, 1). (Parameter 'Dropout') Actual value was NaN")),
        ("\"FeatureColumnName\": \"Features\"", "\"FeatureColumnName\": \"\"", Senseless("FeatureColumnName must be a column name. (Parameter 'FeatureColumnName') Actual value was ")),
        ("\"StopReason\": \"Completed\"", "\"StopReason\": -1", Senseless("StopReason is -1")),
        ("\"Epochs\": []", "\"Epochs\": [null]", Senseless("an epoch is null")),
        ("\"Epochs\": []", $"\"Epochs\": [{Many("{}", 1_000_000)}]", Misunderstood),

        // Told to whoever asks, used for nothing.
        ("\"Epochs\": []", $"\"Epochs\": [{Many(Epoch, 100_000)}]", null),
        ("\"BestEpoch\": 0", "\"BestEpoch\": -2147483648", null),
        ("\"TrainingRowCount\": 0", "\"TrainingRowCount\": -1", null),
        ("\"HiddenLayerCount\": 3", "\"HiddenLayerCount\": 2147483647", null),
        ("\"HiddenLayerSizes\": null", $"\"HiddenLayerSizes\": [{Many("1", 1_000_000)}]", null),
        ("\"Task\":", $"\"Later\": \"{new string('x', 10_000_000)}\", \"Task\":", null),
    ];

    [TestMethod]
    public void Description_ThatNoTrainerWrote_IsRefusedOrOfNoConsequence()
    {
        string[] changed = [.. s_changes.Select(change => s_json.Replace(change.From, change.To, StringComparison.Ordinal))];
        Assert.DoesNotContain(s_json, changed);
        IReadOnlyList<TrialResult> results = Try([s_json, .. changed]);
        for (int i = 0; i < s_changes.Length; i++)
        {
            (_, string change, string? error) = s_changes[i];
            TrialResult result = results[i + 1];
            string text = error == Misunderstood ? result.Text[..Math.Min(result.Text.Length, Misunderstood.Length)] : result.Text;
            Assert.AreEqual((error is null ? TrialResult.Scored : TrialResult.Refused, error ?? results[0].Text), (result.Ended, text), change[..Math.Min(change.Length, 80)]);
            Assert.IsLessThan(ModelTrials.MostMegabytes, result.PeakMegabytes);
        }
    }

    // Some changes make another model of the same graph: another name of a column or a class.
    [TestMethod]
    public void Description_WithFlippedBits_IsRefusedOrFits()
    {
        Random random = new(25);
        string[] descriptions = [.. Enumerable.Range(0, 300).Select(_ =>
        {
            char[] text = s_json.ToCharArray();
            text[random.Next(text.Length)] ^= (char)(1 << random.Next(7));
            return new string(text);
        })];
        IReadOnlyList<TrialResult> results = Try(descriptions);
        foreach ((TrialResult result, string description) in results.Zip(descriptions))
        {
            bool lacksColumn = result.Text.StartsWith("Could not find feature column", StringComparison.Ordinal);
            Assert.IsTrue(lacksColumn || result.Ended is TrialResult.Refused or TrialResult.Scored, $"{result}\n{description}");
            Assert.IsLessThan(ModelTrials.MostMegabytes, result.PeakMegabytes);
        }
        Assert.IsNotEmpty(results.Where(result => result.Ended == TrialResult.Scored));
        Assert.IsNotEmpty(results.Where(result => result.Ended == TrialResult.Refused));
    }

    private static string Senseless(string problem) => $"The model file is damaged: 'model.json' makes no sense: {problem}. Save the model again.";

    private static string Many(string text, int count) => string.Join(',', Enumerable.Repeat(text, count));

    private static IReadOnlyList<TrialResult> Try(IEnumerable<string> descriptions) => ModelTrials.Run(
        ToyRow.View(8), [.. descriptions.Select(json => ModelZip.Sealed(s_zip, Encoding.UTF8.GetBytes(json), s_model.Graph.ToArray()))]);

    private static byte[] Save()
    {
        using DeepTransformer transformer = new(s_model);
        return ModelZip.Save(transformer);
    }
}
