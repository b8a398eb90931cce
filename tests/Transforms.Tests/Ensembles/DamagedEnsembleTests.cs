using System.Text;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>Files of ensembles that are cut off, changed, or say what cannot be.</summary>
[TestClass]
public sealed class DamagedEnsembleTests
{
    private static readonly byte[] s_zip = Save();

    [TestMethod]
    public void Description_MissingOrChanged_IsAFormatErrorThatNamesIt()
    {
        byte[] content = ModelZip.Entry(s_zip, "ensemble.json");
        AssertDamaged(ModelZip.With(s_zip, "ensemble.json", null), "The model file is damaged: it has no entry 'ensemble.json'. Save the model again.");
        AssertDamaged(ModelZip.With(s_zip, "ensemble.json", content[..^1]), $"The model file is damaged: 'ensemble.json' should have {content.Length} bytes. Save the model again.");
        content[content.Length / 2] ^= 1;
        AssertDamaged(ModelZip.With(s_zip, "ensemble.json", content), "The model file is damaged: the checksum of 'ensemble.json' does not match. Save the model again.");
    }

    [TestMethod]
    [DataRow("""{"Task":"Regression","Weights":[0.5,0.4]}""", "'ensemble.json' makes no sense: Weights must be 1 together.")]
    [DataRow("""{"Task":"Regression","Weights":[1.5,-0.5]}""", "'ensemble.json' makes no sense: Weights must be positive and finite.")]
    [DataRow("""{"Task":"Regression","Weights":[]}""", "'ensemble.json' makes no sense: Weights must be as many as members, 1 to 1000.")]
    [DataRow("""{"Task":7,"Weights":[1]}""", "'ensemble.json' makes no sense: Task must be one of BinaryClassification, MulticlassClassification, Regression.")]
    [DataRow("""{"Task":"Regression"}""", "'ensemble.json' makes no sense: EnsembleDescription is missing required properties: Weights.")]
    [DataRow("null", "'ensemble.json' is empty.")]
    [DataRow("""{"Task":"Regression","Weights":[0.25,0.25,0.5]}""", "the ensemble has no 'Member3'. Save the model again.")]
    public void Description_ThatMakesNoSense_IsRefused(string json, string message)
    {
        Exception error = Error(Resealed(Encoding.UTF8.GetBytes(json)));
        Assert.IsInstanceOfType<FormatException>(error);
        Assert.StartsWith($"The model file is damaged: {message}", error.Message);
    }

    [TestMethod]
    public void Format_OfALaterVersion_IsRefused()
    {
        byte[] key = ModelZip.Entry(s_zip, KeyOf(s_zip));
        key[SealStart(key)]++;
        AssertDamaged(ModelZip.With(s_zip, KeyOf(s_zip), key), "The model file has format 2; this version of MLNetDeep reads up to 1. Update the MLNetDeep.Transforms package.");
    }

    [TestMethod]
    public void Member_WithAFlippedBit_IsAFormatErrorThatNamesItsEntry()
    {
        byte[] graph = ModelZip.Entry(s_zip, "Member2/model.onnx");
        graph[^5] ^= 8;
        AssertDamaged(ModelZip.With(s_zip, "Member2/model.onnx", graph), "The model file is damaged: the checksum of 'model.onnx' does not match. Save the model again.");
    }

    [TestMethod]
    public void File_CutOffAnywhere_IsAnErrorAndNoCrash()
    {
        for (int length = 0; length < s_zip.Length; length += 97)
        {
            Assert.Throws<Exception>(() => ModelZip.Load(s_zip[..length]));
        }
    }

    private static byte[] Save()
    {
        using EnsembleTransformer ensemble = ToyEnsemble.OfDifferent();
        return ModelZip.Save(ensemble);
    }

    /// <summary>The file with another description, and the seal that belongs to it.</summary>
    private static byte[] Resealed(byte[] description)
    {
        byte[] key = ModelZip.Entry(s_zip, KeyOf(s_zip));
        using MemoryStream seal = new(key, SealStart(key) + sizeof(int), key.Length - SealStart(key) - sizeof(int));
        ModelFile.WriteSeal(new BinaryWriter(seal), description);
        return ModelZip.With(ModelZip.With(s_zip, "ensemble.json", description), KeyOf(s_zip), key);
    }

    /// <summary>Where the format stands: before the length and the checksum of the description.</summary>
    private static int SealStart(byte[] key) =>
        key.AsSpan().IndexOf(System.Security.Cryptography.SHA256.HashData(ModelZip.Entry(s_zip, "ensemble.json"))) - (2 * sizeof(int));

    /// <summary>The entry of the ensemble itself, and not of a member.</summary>
    private static string KeyOf(byte[] zip)
    {
        using System.IO.Compression.ZipArchive archive = new(new MemoryStream(zip));
        return archive.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith("Model.key", StringComparison.Ordinal) && !name.Contains("Member", StringComparison.Ordinal)).MaxBy(name => name.Length)!;
    }

    private static void AssertDamaged(byte[] zip, string message)
    {
        Exception error = Error(zip);
        Assert.IsInstanceOfType<FormatException>(error, $"{error}");
        Assert.AreEqual(message, error.Message);
    }

    private static Exception Error(byte[] zip) => Assert.Throws<Exception>(() => ModelZip.Load(zip)).GetBaseException();
}
