using System.Text;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace MLNetDeep.Tests;

/// <summary>A model through <c>mlContext.Model.Save</c> and <c>Load</c>.</summary>
[TestClass]
public sealed class TransformerFileTests
{
    private readonly MLContext _ml = new();

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    [DataRow(TaskKind.Regression)]
    public void Model_SavedAndLoaded_IsTheSame(TaskKind task)
    {
        using DeepTransformer transformer = ToyModel.Of(task);
        using DeepTransformer loaded = (DeepTransformer)ModelZip.Load(ModelZip.Save(transformer));
        Assert.AreSequenceEqual(Scores(transformer), Scores(loaded));
        Assert.AreSequenceEqual(transformer.Model.Graph.ToArray(), loaded.Model.Graph.ToArray());
        Assert.AreSequenceEqual(transformer.Model.ClassNames, loaded.Model.ClassNames);
        Assert.AreEqual(transformer.Options, loaded.Options);
    }

    [TestMethod]
    public void Description_WithEverythingSet_ComesBack()
    {
        EpochReport epoch = new()
        {
            Epoch = 1,
            NumberOfEpochs = 2,
            TrainingLoss = double.NaN,
            ValidationLoss = double.PositiveInfinity,
            ValidationMetric = double.NegativeInfinity,
            LearningRate = 1 / 3.0,
            Elapsed = TimeSpan.FromTicks(123456789),
        };
        TrainingHistory history = new()
        {
            Epochs = [epoch, epoch with { Epoch = 2, ValidationLoss = null, ValidationMetric = null }],
            BestEpoch = 1,
            StopReason = StopReason.Diverged,
            TrainingRowCount = 1L << 40,
            ValidationRowCount = 7,
            Seed = -1,
        };
        DeepModel model = ToyModel.ModelOf(TaskKind.BinaryClassification);
        using DeepTransformer transformer = new(new DeepModel(
            model.Description with { Threshold = 0.3f, History = history, Options = new MlpOptions { HiddenLayerSizes = [3, 2], Seed = 5 } }, model.Graph));
        using DeepTransformer loaded = (DeepTransformer)ModelZip.Load(ModelZip.Save(transformer));
        Assert.AreEqual(0.3f, loaded.Model.Description.Threshold);
        Assert.AreSequenceEqual([3, 2], ((MlpOptions)loaded.Options).HiddenLayerSizes!);
        Assert.AreEqual(5, loaded.Options.Seed);
        Assert.AreEqual(JsonSerializer.Serialize(history.Epochs, ModelFile.Json), JsonSerializer.Serialize(loaded.TrainingHistory.Epochs, ModelFile.Json)); // records compare lists by reference
        Assert.AreEqual(history with { Epochs = [] }, loaded.TrainingHistory with { Epochs = [] });
    }

    [TestMethod]
    public void Chain_SavedToAPath_LoadsAndScoresAlike()
    {
        string path = Path.GetTempFileName();
        try
        {
            using DeepTransformer transformer = ToyModel.Regression();
            IDataView rows = _ml.Transforms.CopyColumns("Raw", "Features").Fit(ToyRow.View(20)).Transform(ToyRow.View(20));
            using TransformerChain<ITransformer> chain = new(_ml.Transforms.CopyColumns("Features", "Raw").Fit(rows), transformer);
            _ml.Model.Save(chain, rows.Schema, path);
            using TransformerChain<ITransformer> loaded = (TransformerChain<ITransformer>)new MLContext().Model.Load(path, out DataViewSchema schema);
            Assert.AreSequenceEqual(rows.Schema.Select(column => column.Name), schema.Select(column => column.Name));
            Assert.AreSequenceEqual(Scores(chain, rows), Scores(loaded, rows));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void LoadedModel_SavedAgain_GivesTheSameEntries()
    {
        using DeepTransformer transformer = ToyModel.Multiclass();
        byte[] first = ModelZip.Save(transformer);
        using DeepTransformer loaded = (DeepTransformer)ModelZip.Load(first);
        byte[] second = ModelZip.Save(loaded);
        foreach (string entry in (string[])["model.onnx", "model.json", "Model.key"])
        {
            Assert.AreSequenceEqual(ModelZip.Entry(first, entry), ModelZip.Entry(second, entry));
        }
    }

    // With a version, models of a newer patch would not load: .NET looks for an assembly at least as new as the one that is named.
    [TestMethod]
    public void Header_NamesTheAssemblyWithoutItsVersion()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        byte[] header = ModelZip.Entry(ModelZip.Save(transformer), "Model.key");
        Assert.Contains("MLNetDeep.Transforms", Encoding.Unicode.GetString(header) + Encoding.UTF8.GetString(header));
        Assert.DoesNotContain("Version=", Encoding.Unicode.GetString(header) + Encoding.UTF8.GetString(header));
    }

    [TestMethod]
    public void Entries_AreAnOnnxFileAndJson_ForAnyone()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        byte[] zip = ModelZip.Save(transformer);
        using InferenceSession session = new(ModelZip.Entry(zip, "model.onnx"));
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(ToyRow.FeaturesOf(9), [1, 3]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> results =
            session.Run(options, new Dictionary<string, OrtValue> { ["Features"] = input }, ["Score"]);
        Assert.AreEqual(ToyModel.Linear(ToyRow.FeaturesOf(9)), results[0].GetTensorDataAsSpan<float>()[0]);

        JsonElement json = JsonDocument.Parse(ModelZip.Entry(zip, "model.json")).RootElement;
        Assert.AreEqual("Regression", json.GetProperty("Task").GetString());
        Assert.AreEqual("Mlp", json.GetProperty("Options").GetProperty("Architecture").GetString());
        Assert.AreEqual("Completed", json.GetProperty("History").GetProperty("StopReason").GetString());
    }

    private static string[] Scores(DeepTransformer transformer) => Scores(transformer, ToyRow.View(20));

    /// <summary>All columns of the scored rows as text, the names and types first.</summary>
    private static string[] Scores(ITransformer transformer, IDataView rows)
    {
        DataDebuggerPreview preview = transformer.Transform(rows).Preview();
        return
        [
            .. preview.Schema.Select(column => $"{column}"),
            .. preview.RowView.Select(row => string.Join(" ", row.Values.Select(value =>
                value.Value is VBuffer<float> vector ? string.Join(",", vector.DenseValues()) : $"{value.Value}"))),
        ];
    }
}
