using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNetDeep.Tests;

/// <summary>Networks got out of model files; damaged ones are in <see cref="ModelArchiveTests"/> and <see cref="DamagedModelTests"/>.</summary>
[TestClass]
public sealed class DeepModelTests
{
    private readonly MLContext _ml = new();

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    [DataRow(TaskKind.Regression)]
    public void Load_OfASavedNetwork_GivesAllOfIt(TaskKind task)
    {
        DeepModel model = ToyModel.ModelOf(task);
        using DeepTransformer transformer = new(model);
        DeepModel loaded = Load(ModelZip.Save(transformer));
        Assert.AreSequenceEqual(model.Graph.ToArray(), loaded.Graph.ToArray());
        Assert.AreSequenceEqual(ModelFile.WriteDescription(model.Description), ModelFile.WriteDescription(loaded.Description));
    }

    [TestMethod]
    public void LoadedNetwork_AsATransformer_ScoresLikeTheSavedOne()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        using DeepTransformer loaded = new(Load(ModelZip.Save(transformer)));
        Assert.AreSequenceEqual(
            ToyRow.Rows(20).Select(row => ToyModel.Linear(row.Features)), loaded.Transform(ToyRow.View(20)).GetColumn<float>("Score"));
    }

    [TestMethod]
    public void Load_OfAModelOfAnyFormat_GivesItsTask()
    {
        string[] models = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "*.zip");
        Assert.IsNotEmpty(models);
        foreach (string model in models)
        {
            using FileStream stream = File.OpenRead(model);
            Assert.EndsWith($"-{DeepModel.Load(stream).Task}.zip", model);
        }
    }

    [TestMethod]
    public void Load_OfAPipeline_FindsTheNetworkAmongTheSteps()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        Assert.AreEqual(TaskKind.Regression, Load(ModelZip.Save(new TransformerChain<ITransformer>(Copy(), Chain(Copy(), transformer), Copy()))).Task);
    }

    [TestMethod]
    public void Load_OfSeveralNetworks_TakesTheOneInTheFolder()
    {
        byte[] zip = SaveTwo();
        Assert.AreEqual(TaskKind.BinaryClassification, DeepModel.Load(new MemoryStream(zip), "TransformerChain/Transform_000").Task);
        Assert.AreEqual(TaskKind.Regression, DeepModel.Load(new MemoryStream(zip), "TransformerChain/Transform_001/Transform_001").Task);
    }

    [TestMethod]
    [DataRow(null, "none")]
    [DataRow("TransformerChain", "'TransformerChain'")]
    [DataRow("", "''")]
    public void Load_OfSeveralNetworksWithoutTheFolderOfOne_ListsTheirFolders(string? folder, string shown)
    {
        byte[] zip = SaveTwo();
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => DeepModel.Load(new MemoryStream(zip), folder));
        Assert.AreEqual(
            "The model file has networks in the folders 'TransformerChain/Transform_000', 'TransformerChain/Transform_001/Transform_001'. "
            + $"Name one of them, not {shown}. (Parameter 'folder')",
            error.Message);
    }

    [TestMethod]
    public void Load_FromAStreamThatCannotSeek_LeavesItOpen()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        using MemoryStream packed = new();
        using (ZLibStream packer = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            packer.Write(ModelZip.Save(transformer));
        }
        packed.Position = 0;
        using ZLibStream stream = new(packed, CompressionMode.Decompress);
        Assert.AreEqual(TaskKind.Regression, DeepModel.Load(stream).Task);
        Assert.AreEqual(-1, stream.ReadByte());
    }

    [TestMethod]
    public void Load_OfPathsAsOnWindows_FindsTheNetwork()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        using ZipArchive source = new(new MemoryStream(ModelZip.Save(Chain(Copy(), transformer))));
        using MemoryStream target = new();
        using (ZipArchive archive = new(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using Stream from = entry.Open(), to = archive.CreateEntry(entry.FullName.Replace('/', '\\')).Open();
                from.CopyTo(to);
            }
        }
        Assert.AreEqual(TaskKind.Regression, Load(target.ToArray()).Task);
    }

    [TestMethod]
    public void SaveOnnx_WritesTheGraphAndLeavesTheStreamOpen()
    {
        DeepModel model = ToyModel.ModelOf(TaskKind.BinaryClassification);
        using MemoryStream stream = new();
        model.SaveOnnx(stream);
        Assert.AreSequenceEqual(model.Graph.ToArray(), stream.ToArray());
        stream.WriteByte(0);
    }

    [TestMethod]
    public void Members_GivenNull_NameTheArgument()
    {
        DeepModel model = ToyModel.ModelOf(TaskKind.BinaryClassification);
        Assert.AreEqual("stream", Assert.ThrowsExactly<ArgumentNullException>(() => DeepModel.Load(null!)).ParamName);
        Assert.AreEqual("stream", Assert.ThrowsExactly<ArgumentNullException>(() => model.SaveOnnx(null!)).ParamName);
        Assert.AreEqual("model", Assert.ThrowsExactly<ArgumentNullException>(() => new DeepTransformer(null!)).ParamName);
    }

    private static DeepModel Load(byte[] zip) => DeepModel.Load(new MemoryStream(zip));

    private static TransformerChain<ITransformer> Chain(params ITransformer[] steps) => new(steps);

    private byte[] SaveTwo()
    {
        using DeepTransformer binary = ToyModel.Binary(), regression = ToyModel.Regression();
        return ModelZip.Save(Chain(binary, Chain(Copy(), regression)));
    }

    private ColumnCopyingTransformer Copy() => _ml.Transforms.CopyColumns("Copy", "Features").Fit(ToyRow.View(1));
}
