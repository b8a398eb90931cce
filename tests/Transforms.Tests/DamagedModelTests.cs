using System.Reflection;
using System.Security.Cryptography;
using Microsoft.ML;

namespace MLNetDeep.Tests;

/// <summary>Damage to one of our entries is found before anything is made of it.</summary>
[TestClass]
public sealed class DamagedModelTests
{
    private static readonly byte[] s_zip = Save();

    public static IEnumerable<object[]> Entries => [["model.onnx"], ["model.json"]];

    [TestMethod]
    [DynamicData(nameof(Entries))]
    public void Entry_Missing_IsAFormatErrorThatNamesIt(string entry) =>
        AssertDamaged(ModelZip.With(s_zip, entry, null), $"The model file is damaged: it has no entry '{entry}'. Save the model again.");

    [TestMethod]
    [DynamicData(nameof(Entries))]
    public void Entry_OfAnotherLength_IsAFormatErrorThatNamesIt(string entry)
    {
        byte[] content = ModelZip.Entry(s_zip, entry);
        string message = $"The model file is damaged: '{entry}' should have {content.Length} bytes. Save the model again.";
        AssertDamaged(ModelZip.With(s_zip, entry, content[..^1]), message);
        AssertDamaged(ModelZip.With(s_zip, entry, [.. content, 0]), message);
        AssertDamaged(ModelZip.With(s_zip, entry, [.. content, .. new byte[5_000_000]]), message);
        AssertDamaged(ModelZip.With(s_zip, entry, []), message);
    }

    [TestMethod]
    [DynamicData(nameof(Entries))]
    public void Entry_WithAFlippedBit_IsAFormatErrorThatNamesIt(string entry)
    {
        byte[] content = ModelZip.Entry(s_zip, entry);
        foreach (int position in (int[])[0, content.Length / 2, content.Length - 1])
        {
            byte[] damaged = [.. content];
            damaged[position] ^= 4;
            AssertDamaged(
                ModelZip.With(s_zip, entry, damaged), $"The model file is damaged: the checksum of '{entry}' does not match. Save the model again.");
        }
    }

    // As it lies on a disk or comes over a wire: compressed. A few bits mean nothing.
    [TestMethod]
    [DynamicData(nameof(Entries))]
    public void Entry_WithACompressedBitFlipped_IsAFormatErrorThatNamesItOrUnchanged(string entry)
    {
        (int offset, int length) = ModelZip.CompressedBytes(s_zip, entry).GetOffsetAndLength(s_zip.Length);
        for (int position = offset; position < offset + length; position += 3)
        {
            byte[] damaged = [.. s_zip];
            damaged[position] ^= (byte)(1 << (position % 8));
            try
            {
                using DeepTransformer loaded = (DeepTransformer)ModelZip.Load(damaged);
                Assert.AreSequenceEqual(ModelZip.Entry(s_zip, entry), ModelZip.Entry(damaged, entry));
            }
            catch (TargetInvocationException wrapper)
            {
                FormatException error = Assert.IsInstanceOfType<FormatException>(wrapper.GetBaseException(), $"{wrapper}");
                Assert.Contains($"'{entry}'", error.Message);
                Assert.AreEqual(error.Message, ErrorWithoutMLNet(damaged).Message);
            }
        }
    }

    [TestMethod]
    public void Seal_OfANewerFormat_IsAFormatErrorThatAdvisesToUpdate()
    {
        byte[] seal = ModelZip.Entry(s_zip, "Model.key");
        seal[ModelZip.SealStart(s_zip)] = 2;
        AssertDamaged(
            ModelZip.With(s_zip, "Model.key", seal),
            "The model file has format 2; this version of MLNetDeep reads up to 1. Update the MLNetDeep.Transforms package.");
    }

    [TestMethod]
    public void Seal_WithAFlippedBit_IsAFormatErrorThatNamesTheEntry()
    {
        byte[] seal = ModelZip.Entry(s_zip, "Model.key");
        int start = ModelZip.SealStart(s_zip);
        for (int position = start + sizeof(int); position < start + ModelZip.SealLength; position += 5)
        {
            byte[] damaged = [.. seal];
            damaged[position] ^= 0x80;
            FormatException error = Assert.IsInstanceOfType<FormatException>(Error(ModelZip.With(s_zip, "Model.key", damaged)));
            Assert.Contains(position < start + (2 * sizeof(int)) + SHA256.HashSizeInBytes ? "'model.json'" : "'model.onnx'", error.Message);
        }
    }

    [TestMethod]
    public void Loading_ADamagedModel_LeavesNoFilesBehind()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            MLContext ml = new() { TempFilePath = folder.FullName };
            foreach (string entry in (string[])["model.onnx", "model.json"])
            {
                using MemoryStream stream = new(ModelZip.With(s_zip, entry, [1, 2, 3]));
                Assert.Throws<Exception>(() => ml.Model.Load(stream, out _));
            }
            Assert.IsEmpty(folder.GetFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Save()
    {
        using DeepTransformer transformer = ToyModel.Multiclass();
        return ModelZip.Save(transformer);
    }

    private static void AssertDamaged(byte[] zip, string message)
    {
        Exception error = Error(zip);
        Assert.IsInstanceOfType<FormatException>(error, $"{error}");
        Assert.AreEqual(message, error.Message);
    }

    /// <summary>What went wrong at the bottom: ML.NET wraps it. Without ML.NET it is the same.</summary>
    private static Exception Error(byte[] zip)
    {
        Exception error = Assert.Throws<Exception>(() => ModelZip.Load(zip)).GetBaseException();
        Assert.AreEqual(error.Message, ErrorWithoutMLNet(zip).Message);
        return error;
    }

    private static FormatException ErrorWithoutMLNet(byte[] zip) => Assert.ThrowsExactly<FormatException>(() => DeepModel.Load(new MemoryStream(zip)));
}
