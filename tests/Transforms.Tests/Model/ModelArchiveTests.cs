using Microsoft.ML;

namespace MLNetDeep.Tests;

/// <summary>Damage to a model file around the network's own two entries, which have <see cref="DamagedModelTests"/>.</summary>
[TestClass]
public sealed class ModelArchiveTests
{
    private static readonly byte[] s_zip = Save();

    [TestMethod]
    public void Load_OfAFileWithoutANetwork_IsAFormatError()
    {
        const string Message = "The model file has no network of MLNetDeep. Load a file that mlContext.Model.Save wrote for a pipeline with one of its trainers.";
        AssertFormatError(Message, ModelZip.Save(new MLContext().Transforms.CopyColumns("Copy", "Features").Fit(ToyRow.View(1))));
        AssertFormatError(Message, ModelZip.With(s_zip, "Model.key", null));
        AssertFormatError(Message, ModelZip.With(ModelZip.With(s_zip, "model.onnx", null), "model.json", null));
    }

    [TestMethod]
    public void Load_OfAnotherFile_IsAFormatError()
    {
        const string Start = "The model file is damaged: it cannot be read as a zip archive: ";
        foreach (byte[] file in (byte[][])[[], [1, 2, 3], new byte[100_000], s_zip[..^1], s_zip[1..], s_zip[..(s_zip.Length / 2)]])
        {
            Assert.StartsWith(Start, Assert.ThrowsExactly<FormatException>(() => Load(file)).Message);
        }
    }

    [TestMethod]
    [DataRow(0x00, (byte)0, "'Model.key' does not begin with the header of a network")] // the signature of model files
    [DataRow(0x11, (byte)2, "'Model.key' does not begin with the header of a network")] // where the step's block begins
    [DataRow(0x18, (byte)75, "the seal is cut off")] // how long the block is: a byte too short for the seal
    [DataRow(0x19, (byte)1, "'Model.key' does not begin with the header of a network")] // longer than the entry
    [DataRow(0x1F, (byte)0x80, "'Model.key' does not begin with the header of a network")] // negative
    [DataRow(0x47, (byte)'S', "'Model.key' does not begin with the header of a network")] // the signature of the step
    [DataRow(0x4E, (byte)2, "'Model.key' does not begin with the header of a network")] // the version that can read it
    public void Load_WithADamagedHeader_IsAFormatError(int position, byte value, string problem)
    {
        byte[] key = ModelZip.Entry(s_zip, "Model.key");
        key[position] = value;
        AssertFormatError($"The model file is damaged: {problem}. Save the model again.", ModelZip.With(s_zip, "Model.key", key));
    }

    [TestMethod]
    public void Load_WithAHeaderCutOff_IsAFormatError()
    {
        foreach (int length in (int[])[0, 8, 255, 256])
        {
            AssertFormatError(
                "The model file is damaged: 'Model.key' does not begin with the header of a network. Save the model again.",
                ModelZip.With(s_zip, "Model.key", ModelZip.Entry(s_zip, "Model.key")[..length]));
        }
    }

    // As it lies on a disk or comes over a wire. A few bits mean nothing, or something to ML.NET alone.
    [TestMethod]
    public void Load_OfAFileWithAFlippedBit_IsAFormatErrorOrTheSameNetwork()
    {
        byte[] graph = Load(s_zip).Graph.ToArray();
        int loaded = 0;
        for (int position = 0; position < s_zip.Length; position++)
        {
            byte[] damaged = [.. s_zip];
            damaged[position] ^= (byte)(1 << (position % 8));
            try
            {
                Assert.AreSequenceEqual(graph, Load(damaged).Graph.ToArray());
                loaded++;
            }
            catch (FormatException)
            {
            }
        }
        Assert.IsInRange(1, s_zip.Length / 2, loaded);
    }

    [TestMethod]
    public void Load_OfAGraphThatIsNotOurs_IsAFormatError()
    {
        DeepModel model = ToyModel.ModelOf(TaskKind.Regression);
        using MemoryStream seal = new();
        ModelFile.WriteSeal(new BinaryWriter(seal), ModelFile.WriteDescription(model.Description), [1, 2, 3]);
        byte[] zip = ModelZip.With(s_zip, "model.onnx", [1, 2, 3]);
        byte[] key = ModelZip.Entry(zip, "Model.key");
        seal.ToArray().CopyTo(key, 256);
        AssertFormatError("The ONNX graph is damaged: a field number out of range at byte 1 of 3. Save the model again.", ModelZip.With(zip, "Model.key", key));
    }

    private static byte[] Save()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        return ModelZip.Save(transformer);
    }

    private static DeepModel Load(byte[] zip) => DeepModel.Load(new MemoryStream(zip));

    private static void AssertFormatError(string message, byte[] zip) =>
        Assert.AreEqual(message, Assert.ThrowsExactly<FormatException>(() => Load(zip)).Message);
}
