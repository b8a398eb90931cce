using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNetDeep.Tests;

/// <summary>Networks got out of model files; what damage to their entries does is in <see cref="DamagedModelTests"/>.</summary>
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
    public void Load_OfAFileWithoutANetwork_IsAFormatError()
    {
        const string Message = "The model file has no network of MLNetDeep. Load a file that mlContext.Model.Save wrote for a pipeline with one of its trainers.";
        using DeepTransformer transformer = ToyModel.Regression();
        byte[] zip = ModelZip.Save(transformer);
        AssertFormatError(Message, ModelZip.Save(Copy()));
        AssertFormatError(Message, ModelZip.With(zip, "Model.key", null));
        AssertFormatError(Message, ModelZip.With(ModelZip.With(zip, "model.onnx", null), "model.json", null));
    }

    [TestMethod]
    public void Load_OfAnotherFile_IsAFormatError()
    {
        const string Start = "The model file is damaged: it cannot be read as a zip archive: ";
        byte[] zip = SaveTwo();
        foreach (byte[] file in (byte[][])[[], [1, 2, 3], new byte[100_000], zip[..^1], zip[1..], zip[..(zip.Length / 2)]])
        {
            Assert.StartsWith(Start, Assert.ThrowsExactly<FormatException>(() => Load(file)).Message);
        }
    }

    [TestMethod]
    [DataRow(0x00, (byte)0, "'Model.key' does not begin with the header of a network")] // the signature of model files
    [DataRow(0x11, (byte)2, "'Model.key' does not begin with the header of a network")] // where the step's block begins
    [DataRow(0x18, (byte)75, "the seal of the network is cut off")] // how long the block is: a byte too short for the seal
    [DataRow(0x19, (byte)1, "'Model.key' does not begin with the header of a network")] // longer than the entry
    [DataRow(0x1F, (byte)0x80, "'Model.key' does not begin with the header of a network")] // negative
    [DataRow(0x47, (byte)'S', "'Model.key' does not begin with the header of a network")] // the signature of the step
    [DataRow(0x4E, (byte)2, "'Model.key' does not begin with the header of a network")] // the version that can read it
    public void Load_WithADamagedHeader_IsAFormatError(int position, byte value, string problem)
    {
        using DeepTransformer transformer = ToyModel.Regression();
        byte[] zip = ModelZip.Save(transformer);
        byte[] key = ModelZip.Entry(zip, "Model.key");
        key[position] = value;
        AssertFormatError($"The model file is damaged: {problem}. Save the model again.", ModelZip.With(zip, "Model.key", key));
    }

    [TestMethod]
    public void Load_WithAHeaderCutOff_IsAFormatError()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        byte[] zip = ModelZip.Save(transformer);
        foreach (int length in (int[])[0, 8, 255, 256])
        {
            AssertFormatError(
                "The model file is damaged: 'Model.key' does not begin with the header of a network. Save the model again.",
                ModelZip.With(zip, "Model.key", ModelZip.Entry(zip, "Model.key")[..length]));
        }
    }

    // As it lies on a disk or comes over a wire. A few bits mean nothing, or something to ML.NET alone.
    [TestMethod]
    public void Load_OfAFileWithAFlippedBit_IsAFormatErrorOrTheSameNetwork()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        byte[] zip = ModelZip.Save(transformer);
        int loaded = 0;
        for (int position = 0; position < zip.Length; position++)
        {
            byte[] damaged = [.. zip];
            damaged[position] ^= (byte)(1 << (position % 8));
            try
            {
                Assert.AreSequenceEqual(transformer.Model.Graph.ToArray(), Load(damaged).Graph.ToArray());
                loaded++;
            }
            catch (FormatException)
            {
            }
        }
        Assert.IsInRange(1, zip.Length / 2, loaded);
    }

    [TestMethod]
    public void Load_OfAGraphThatIsNotOurs_IsAFormatError()
    {
        DeepModel model = ToyModel.ModelOf(TaskKind.Regression);
        using MemoryStream seal = new();
        ModelFile.WriteSeal(new BinaryWriter(seal), ModelFile.WriteDescription(model.Description), [1, 2, 3]);
        using DeepTransformer transformer = new(model);
        byte[] zip = ModelZip.With(ModelZip.Save(transformer), "model.onnx", [1, 2, 3]);
        byte[] key = ModelZip.Entry(zip, "Model.key");
        seal.ToArray().CopyTo(key, 256);
        AssertFormatError("The ONNX graph is damaged: a field number out of range at byte 1 of 3. Save the model again.", ModelZip.With(zip, "Model.key", key));
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

    private static void AssertFormatError(string message, byte[] zip) =>
        Assert.AreEqual(message, Assert.ThrowsExactly<FormatException>(() => Load(zip)).Message);

    private static TransformerChain<ITransformer> Chain(params ITransformer[] steps) => new(steps);

    private byte[] SaveTwo()
    {
        using DeepTransformer binary = ToyModel.Binary(), regression = ToyModel.Regression();
        return ModelZip.Save(Chain(binary, Chain(Copy(), regression)));
    }

    private ColumnCopyingTransformer Copy() => _ml.Transforms.CopyColumns("Copy", "Features").Fit(ToyRow.View(1));
}
