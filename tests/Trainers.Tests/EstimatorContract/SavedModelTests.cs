using System.Runtime.InteropServices;
using System.Text.Json;

namespace MLNetDeep.Tests;

/// <summary>A saved model scores as it did, also in a process that knows nothing of this project.</summary>
[TestClass]
public sealed class SavedModelTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Graphs), typeof(TrainerCase))]
    public async Task Model_LoadedByAProgramWithoutOurTypes_GivesEqualScoresAndSchema(TrainerCase trainer)
    {
        using TemporaryFolder folder = new();
        string modelFile = Path.Combine(folder.Path, "model.zip"), dataFile = Path.Combine(folder.Path, "data.idv");
        IDataView data = trainer.Data(_ml, rows: 300);
        using DeepTransformer model = trainer.Fit(_ml);
        _ml.Model.Save(model, data.Schema, modelFile);
        using (FileStream stream = File.Create(dataFile))
        {
            _ml.Data.SaveAsBinary(data, stream);
        }
        IDataView scored = model.Transform(_ml.Data.LoadFromBinary(dataFile));

        FixtureResult result = await FixtureProgram.RunAsync("ScoreOnly", [modelFile, dataFile]);

        Assert.AreEqual("", result.Error);
        string[] output = result.Output.Split('\n', 2);
        BitAssert.AreEqual(Scores.Of(scored), MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(output[0])).ToArray());
        Assert.AreEqual(SchemaText.Of(scored.Schema), output[1]);
    }

    [TestMethod]
    public async Task Model_OfAModule_IsRefusedByAProgramWithoutLibTorchInOneSentence()
    {
        using TemporaryFolder folder = new();
        string modelFile = Path.Combine(folder.Path, "model.zip");
        TrainerCase trainer = TrainerCase.Modules.First();
        using DeepTransformer model = trainer.Fit(_ml);
        _ml.Model.Save(model, trainer.Data(_ml).Schema, modelFile);

        FixtureResult result = await FixtureProgram.RunAsync("ScoreOnly", [modelFile, "none.idv"]);

        Assert.AreNotEqual(0, result.ExitCode);
        Assert.Contains(
            "The network of this model is the module 'gated', which is no ONNX graph: LibTorch computes it. Reference the packages MLNetDeep and LibTorch's for your platform, "
            + "and call TorchModules.Register(\"gated\", ...) before the model is loaded.",
            result.Error);
    }

    [TestMethod]
    public void ScoringProgram_HasNoFileOfLibTorchOrOfTheTrainers()
    {
        string[] files = [.. Directory.GetFiles(FixtureProgram.Folder("ScoreOnly"), "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file))];

        Assert.Contains("MLNetDeep.Transforms.dll", files);
        Assert.DoesNotContain("MLNetDeep.dll", files);
        Assert.IsEmpty(files.Where(file => file.Contains("torch", StringComparison.OrdinalIgnoreCase)));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Model_SavedAndLoaded_KeepsOptionsAndHistory(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        using DeepTransformer model = trainer.Fit(_ml);
        using MemoryStream stream = new();
        _ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;

        using DeepTransformer loaded = (DeepTransformer)new MLContext().Model.Load(stream, out DataViewSchema schema);

        Assert.AreEqual(SchemaText.Of(data.Schema), SchemaText.Of(schema));
        Assert.AreEqual(JsonSerializer.Serialize(trainer.Told), JsonSerializer.Serialize(loaded.Options));
        Assert.HasCount(3, loaded.TrainingHistory.Epochs);
        Assert.AreEqual(JsonSerializer.Serialize(model.TrainingHistory.Epochs), JsonSerializer.Serialize(loaded.TrainingHistory.Epochs));
        Assert.AreEqual(model.TrainingHistory with { Epochs = [] }, loaded.TrainingHistory with { Epochs = [] });
        Assert.AreSequenceEqual(model.Model.ClassNames, loaded.Model.ClassNames);
    }
}
