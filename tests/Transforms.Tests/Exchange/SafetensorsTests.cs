using System.Buffers.Binary;
using System.Text;

namespace MLNetDeep.Tests;

/// <summary>Safetensors files come back as they were written, and damaged or hostile ones are refused by their header.</summary>
[TestClass]
public sealed class SafetensorsTests
{
    private const string One = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    [TestMethod]
    public void Tensors_ComeBack()
    {
        NamedTensor[] tensors = [new("a.weight", [2, 3], [1, -2, 3, 4, 5, 6.5f]), new("größe", [], [float.NaN]), new("none", [0, 4], []), new("b", [1], [float.MaxValue])];
        using MemoryStream stream = new();
        SafetensorsWriter.Write(stream, tensors);

        Dictionary<string, NamedTensor> read = Read(stream.ToArray());

        Assert.HasCount(4, read);
        foreach (NamedTensor tensor in tensors)
        {
            Assert.AreSequenceEqual(tensor.Shape, read[tensor.Name].Shape);
            Assert.AreSequenceEqual(tensor.Values, read[tensor.Name].Values);
        }
        Assert.AreEqual(0, BinaryPrimitives.ReadInt64LittleEndian(stream.ToArray()) % 8);
    }

    [TestMethod]
    [DataRow("F64", new byte[] { 0, 0, 0, 0, 0, 0, 0xf8, 0xbf }, -1.5f)]
    [DataRow("F16", new byte[] { 0x00, 0xbe }, -1.5f)]
    [DataRow("BF16", new byte[] { 0xc0, 0xbf }, -1.5f)]
    [DataRow("I64", new byte[] { 7, 0, 0, 0, 0, 0, 0, 0 }, 7f)]
    public void Numbers_OfOtherTypes_BecomeSingles(string type, byte[] bytes, float expected)
    {
        string header = One.Replace("F32", type, StringComparison.Ordinal).Replace("[2]", "[]", StringComparison.Ordinal).Replace("8]", $"{bytes.Length}]", StringComparison.Ordinal);

        Assert.AreSequenceEqual([expected], Read(File(header, bytes))["a"].Values);
    }

    [TestMethod]
    public void Metadata_IsPassedOver() => Assert.ContainsSingle(Read(File(string.Concat("""{"__metadata__":{"format":"pt"},""", One.AsSpan(1)), new byte[8])));

    [TestMethod]
    [DataRow("", "its header cannot be understood: The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true. LineNumber: 0 | BytePositionInLine: 0.")]
    [DataRow("[]", "its header has StartArray at byte 0, where StartObject is expected")]
    [DataRow("{", "its header cannot be understood:*")]
    [DataRow("{} {}", "its header cannot be understood:*")]
    [DataRow("""{"a":3}""", "its header has Number at byte 5, where StartObject is expected")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2]}}""", "'a' has not one dtype, shape and pair of data_offsets")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}}""", "'a' has not one dtype, shape and pair of data_offsets")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"url":"x"}}""", "'a' has a property that the format does not know")]
    [DataRow("""{"a":{"dtype":3,"shape":[2],"data_offsets":[0,8]}}""", "its header cannot be understood:*")]
    [DataRow("""{"a":{"dtype":"F8","shape":[2],"data_offsets":[0,8]}}""", "'a' is of type F8; F32, F64, F16, BF16 and I64 are read")]
    [DataRow("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "'a' has more than 16 dimensions, or one that is no whole number from 0")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", "'a' has more than 16 dimensions, or one that is no whole number from 0")]
    [DataRow("""{"a":{"dtype":"F32","shape":["x"],"data_offsets":[0,8]}}""", "its header has String at byte 29, where EndArray is expected")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""", "'a' has more than 16 dimensions, or one that is no whole number from 0")]
    [DataRow("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "'a' has 8 bytes for the shape [3]")]
    [DataRow("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,9223372036854775807],"data_offsets":[0,8]}}""", "'a' has 8 bytes for the shape [9223372036854775807, 9223372036854775807, 9223372036854775807]")]
    [DataRow("""{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,8]}}""", "'a' has 8 bytes for the shape [4611686018427387905]", DisplayName = "A product that overflows to 4")]
    [DataRow("""{"a":{"dtype":"F32","shape":[0,2],"data_offsets":[0,8]}}""", "'a' has 8 bytes for the shape [0, 2]")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", "'b' has the bytes 8 to 8 of 8, where 4 is the next", DisplayName = "A gap")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "'a' has the bytes 8 to 16 of 8, where 0 is the next")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,80]}}""", "'a' has the bytes 0 to 80 of 8, where 0 is the next")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "'a' has the bytes 4 to 0 of 8, where 0 is the next")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "'b' has the bytes 4 to 0 of 8, where 4 is the next", DisplayName = "An end before its begin")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 bytes belong to no tensor")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "'b' has the bytes 0 to 8 of 8, where 8 is the next", DisplayName = "An overlap")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", "'a' is there twice")]
    [DataRow("""{"a":{"dtype":{"x":{"y":{"z":{}}}}}}""", "its header cannot be understood:*")]
    public void Headers_ThatAreDamaged_AreRefused(string header, string expected) => AssertRefused(File(header, new byte[8]), expected);

    [TestMethod]
    [DataRow(new byte[] { 1, 2, 3 }, "it has 3 bytes")]
    [DataRow(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0 }, "its header should have 18446744073709551615 bytes, of which 1 are there and 100000000 are allowed")]
    [DataRow(new byte[] { 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0, 0 }, "its header should have 2147483647 bytes, of which 1 are there and 100000000 are allowed")]
    public void Lengths_ThatLie_AreRefusedBeforeMemoryIsReserved(byte[] file, string expected)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(file, expected);
        Assert.IsLessThan(1 << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Tensors_NamedInAnotherOrderThanTheirBytes_AreRead()
    {
        Dictionary<string, NamedTensor> read = Read(File(
            """{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"none":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
            [.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)]));

        Assert.AreSequenceEqual([1f], read["a"].Values);
        Assert.AreSequenceEqual([2f], read["b"].Values);
        Assert.IsEmpty(read["none"].Values);
    }

    [TestMethod]
    public void Files_CutOffAnywhere_AreRefused()
    {
        byte[] whole = File(One, new byte[8]);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.ThrowsExactly<FormatException>(() => Read(whole[..length]), $"{length}");
        }
        Assert.ContainsSingle(Read(whole));
    }

    [TestMethod]
    public void Model_IsWrittenUnderItsNames()
    {
        using DeepTransformer model = ToyModel.Regression();
        using MemoryStream stream = new();
        model.SaveSafetensors(stream);

        Assert.IsEmpty(Read(stream.ToArray())); // toys have no named layers
    }

    private static byte[] File(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. data];
    }

    private static void AssertRefused(byte[] file, string expected)
    {
        string message = Assert.ThrowsExactly<FormatException>(() => Read(file)).Message;
        if (expected.EndsWith('*'))
        {
            Assert.StartsWith($"The safetensors file is damaged: {expected[..^1]}", message);
        }
        else
        {
            Assert.AreEqual($"The safetensors file is damaged: {expected}. Save it again.", message);
        }
    }

    private static Dictionary<string, NamedTensor> Read(byte[] content)
    {
        string path = Path.GetTempFileName();
        try
        {
            System.IO.File.WriteAllBytes(path, content);
            return SafetensorsReader.Read(path);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }
}
