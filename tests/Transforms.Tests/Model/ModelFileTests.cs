using System.Text;

namespace MLNetDeep.Tests;

/// <summary>The seal and the two entries, without the archive around them.</summary>
[TestClass]
public sealed class ModelFileTests
{
    private const int HashLength = 32;

    private readonly byte[] _description = ModelFile.WriteDescription(ToyModel.ModelOf(TaskKind.Regression).Description);
    private readonly byte[] _graph = ToyModel.ModelOf(TaskKind.Regression).Graph.ToArray();

    [TestMethod]
    public void Model_WrittenAndRead_IsTheSame()
    {
        DeepModel model = Read(Seal());
        Assert.AreSequenceEqual(_graph, model.Graph.ToArray());
        Assert.AreSequenceEqual(_description, ModelFile.WriteDescription(model.Description));
    }

    [TestMethod]
    public void Seal_CutOffAnywhere_IsAFormatError()
    {
        byte[] seal = Seal();
        for (int length = 0; length < seal.Length; length++)
        {
            AssertDamaged(seal[..length], "The model file is damaged: the seal is cut off. Save the model again.");
        }
    }

    [TestMethod]
    public void Seal_WithAFlippedBit_IsAFormatErrorThatSaysWhere()
    {
        byte[] seal = Seal();
        for (int bit = 0; bit < 8 * seal.Length; bit++)
        {
            byte[] damaged = [.. seal];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            string message = Assert.ThrowsExactly<FormatException>(() => Read(damaged)).Message;
            Assert.Contains((bit / 8) switch
            {
                < 4 => "has format",
                < 8 => "'model.json' should have",
                < 8 + HashLength => "the checksum of 'model.json' does not match",
                < 12 + HashLength => "'model.onnx' should have",
                _ => "the checksum of 'model.onnx' does not match",
            }, message);
        }
    }

    [TestMethod]
    public void Seal_OfANewerFormat_IsAnErrorThatAdvisesToUpdate()
    {
        byte[] seal = Seal();
        seal[0]++;
        AssertDamaged(seal, "The model file has format 2; this version of MLNetDeep reads up to 1. Update the MLNetDeep.Transforms package.");
    }

    [TestMethod]
    public void Length_ThatIsFalse_CostsNoMoreMemoryThanTheEntry()
    {
        const int MostBytes = 4 << 20; // a step of reading and its copy
        byte[] seal = Seal();
        BitConverter.TryWriteBytes(seal.AsSpan(4), int.MaxValue);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.ThrowsExactly<FormatException>(() => Read(seal));
        Assert.IsLessThan(MostBytes, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Such a description has its right checksum: it was written so, by a later version or by an attacker.
    [TestMethod]
    [DataRow("null", "'model.json' is empty")]
    [DataRow("", "'model.json' cannot be understood")]
    [DataRow("{}", "'model.json' cannot be understood")]
    [DataRow("[]", "'model.json' cannot be understood")]
    [DataRow("\"Architecture\": \"Mlp\"|\"Architecture\": \"Transformer\"", "'model.json' cannot be understood")]
    [DataRow("\"Architecture\": \"Mlp\",|", "'model.json' cannot be understood")]
    [DataRow("\"Task\": \"Regression\"|\"Task\": \"Ranking\"", "'model.json' cannot be understood")]
    [DataRow("\"Task\": \"Regression\"|\"Task\": null", "'model.json' cannot be understood")]
    [DataRow("\"FeatureCount\": 3|\"FeatureCount\": 1e99", "'model.json' cannot be understood")]
    [DataRow("\"FeatureCount\": 3,|", "'model.json' cannot be understood")]
    [DataRow("\"LabelColumnName\": \"Label\"|\"LabelColumnName\": null", "'model.json' cannot be understood")]
    [DataRow("\"Epochs\": []|\"Epochs\": null", "'model.json' cannot be understood")]
    [DataRow("\"Classes\": null|\"Classes\": {}", "'model.json' cannot be understood")]
    [DataRow("\"Classes\": null|\"Classes\": [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", "'model.json' cannot be understood")]
    [DataRow("\"Epochs\": []|\"Epochs\": [{}]", "'model.json' cannot be understood")]
    [DataRow("\"Threshold\": 0.5|\"Threshold\": \"NaN\"", "'model.json' makes no sense: Threshold is NaN")]
    [DataRow("\"HiddenLayerSizes\": null|\"HiddenLayerSizes\": [-5]", "'model.json' makes no sense: HiddenLayerSizes must be positive.")]
    public void Description_ThatMakesNoSense_IsAFormatError(string change, string problem)
    {
        string[] parts = change.Split('|');
        string json = Encoding.UTF8.GetString(_description);
        byte[] description = Encoding.UTF8.GetBytes(parts.Length == 1 ? change : json.Replace(parts[0], parts[1], StringComparison.Ordinal));
        Assert.AreNotEqual(json, Encoding.UTF8.GetString(description));
        FormatException error = Assert.ThrowsExactly<FormatException>(() => Read(Seal(description), description));
        Assert.StartsWith($"The model file is damaged: {problem}", error.Message);
        Assert.IsNull(error.InnerException); // the innermost error is the one that names the entry
    }

    // Three bytes of text each, and eighty of memory.
    [TestMethod]
    public void Description_OfMillionsOfEmptyEpochs_TakesNoMemory()
    {
        const int MostBytes = 1 << 20;
        string epochs = string.Join(',', Enumerable.Repeat("{}", 3_000_000));
        byte[] description = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_description).Replace("\"Epochs\": []", $"\"Epochs\": [{epochs}]", StringComparison.Ordinal));
        byte[] seal = Seal(description);
        long before = GC.GetAllocatedBytesForCurrentThread();
        FormatException error = Assert.ThrowsExactly<FormatException>(() => Read(seal, description));
        Assert.IsLessThan((3 * description.Length) + MostBytes, GC.GetAllocatedBytesForCurrentThread() - before); // reading it took as much
        Assert.Contains("missing required properties", error.Message);
    }

    [TestMethod]
    public void Entry_AsLongAsItsSealSays_IsReadIntoOneArray()
    {
        const int MostBytes = 4 << 20;
        byte[] large = new byte[50_000_001];
        large[^1] = 7;
        using MemoryStream seal = new();
        ModelFile.WriteSeal(new BinaryWriter(seal), _description, large);
        long before = GC.GetAllocatedBytesForCurrentThread();
        DeepModel model = ModelFile.Read(new BinaryReader(new MemoryStream(seal.ToArray())), (name, read) =>
        {
            read(new MemoryStream(name == ModelFile.GraphEntry ? large : _description));
            return true;
        });
        Assert.IsLessThan((3L * large.Length) + MostBytes, GC.GetAllocatedBytesForCurrentThread() - before); // it and the steps to it
        Assert.AreSequenceEqual(large, model.Graph.ToArray());
    }

    [TestMethod]
    public void Description_WithPropertiesOfALaterVersion_IsReadWithoutThem()
    {
        byte[] description = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(_description).Replace("\"Task\":", "\"Later\": { \"a\": [1] }, \"Task\":", StringComparison.Ordinal));
        Assert.AreEqual(TaskKind.Regression, Read(Seal(description), description).Task);
    }

    private byte[] Seal(byte[]? description = null)
    {
        using MemoryStream seal = new();
        ModelFile.WriteSeal(new BinaryWriter(seal), description ?? _description, _graph);
        return seal.ToArray();
    }

    private DeepModel Read(byte[] seal, byte[]? description = null) => ModelFile.Read(new BinaryReader(new MemoryStream(seal)), (name, read) =>
    {
        read(new MemoryStream(name == ModelFile.GraphEntry ? _graph : description ?? _description));
        return true;
    });

    private void AssertDamaged(byte[] seal, string message) =>
        Assert.AreEqual(message, Assert.ThrowsExactly<FormatException>(() => Read(seal)).Message);
}
