using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class OnnxReaderTests
{
    private static readonly OnnxModel s_everything = new()
    {
        Graph = new OnnxGraph(
            "größe 😀",
            [
                new OnnxNode("Gemm", ["x", "", "weights"], ["y", "z"], [OnnxAttribute.Of("int", long.MinValue), OnnxAttribute.Of("float", float.NaN)]),
                new OnnxNode("入力", [], ["out"],
                [
                    new OnnxAttribute("text") { String = "größe" },
                    OnnxAttribute.Of("ints", 0, -1, long.MaxValue),
                    new OnnxAttribute("floats") { Singles = [0, -0f, float.PositiveInfinity] },
                    new OnnxAttribute("empty text") { String = "" },
                ]),
            ],
            [
                OnnxTensor.Of("weights", [1.5f, float.NaN, -0f, float.Epsilon, 5, 6], 2, 3),
                OnnxTensor.Of("scalar", [7f]),
                OnnxTensor.Of("indices", [long.MinValue, 0L, long.MaxValue], 3),
                OnnxTensor.Of("nothing", ReadOnlySpan<float>.Empty, 0, 4),
            ],
            [new OnnxValue("x", OnnxElementType.Single, [null, 3, 1L << 40]), new OnnxValue("scalar input", OnnxElementType.Int64, [])],
            [new OnnxValue("out", OnnxElementType.Single, [null, null])]),
        Metadata = new Dictionary<string, string> { ["classes"] = "[\"grün\"]", [""] = "", ["😀"] = new string('x', 1000) },
        OpsetVersion = 12,
    };

    [TestMethod]
    public void Model_WithEveryKindOfMessage_ComesBack()
    {
        OnnxModel read = OnnxReader.Read(OnnxWriter.Write(s_everything));
        Assert.AreEqual(12, read.OpsetVersion);
        Assert.AreEqual("größe 😀", read.Graph.Name);
        Assert.AreSequenceEqual(
            s_everything.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal), read.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal));
        Assert.AreSequenceEqual(s_everything.Graph.Nodes.Select(Describe), read.Graph.Nodes.Select(Describe));
        Assert.AreSequenceEqual(s_everything.Graph.Initializers.Select(Describe), read.Graph.Initializers.Select(Describe));
        Assert.AreSequenceEqual(s_everything.Graph.Inputs.Select(Describe), read.Graph.Inputs.Select(Describe));
        Assert.AreSequenceEqual(s_everything.Graph.Outputs.Select(Describe), read.Graph.Outputs.Select(Describe));
    }

    [TestMethod]
    public void Model_ReadAndWrittenAgain_IsTheSameBytes()
    {
        byte[] bytes = OnnxWriter.Write(s_everything);
        Assert.AreSequenceEqual(bytes, OnnxWriter.Write(OnnxReader.Read(bytes)));
    }

    [TestMethod]
    public void Initializer_OfTheGraph_IsFoundByName()
    {
        OnnxGraph graph = OnnxReader.Read(OnnxWriter.Write(s_everything)).Graph;
        Assert.AreSequenceEqual([7f], graph.Initializer("scalar").Singles.ToArray());
        FormatException error = Assert.ThrowsExactly<FormatException>(() => graph.Initializer("bias"));
        Assert.AreEqual("The ONNX graph has no weight 'bias'. It was not written for this network.", error.Message);
    }

    [TestMethod]
    public void Model_WithFieldsOfALaterFormat_IsReadWithoutThem()
    {
        ProtoWriter later = new();
        later.Int64(100, 5);
        later.Single(101, 5);
        later.String(102, "later");
        later.Message(103, 0, static (w, _) => w.String(1, "later"));
        byte[] bytes = OnnxWriter.Write(s_everything);
        Assert.AreSequenceEqual(bytes, OnnxWriter.Write(OnnxReader.Read(new byte[][] { later.ToArray(), bytes, later.ToArray() }.SelectMany(part => part).ToArray())));
    }

    [TestMethod]
    public void Bytes_WithoutAGraph_AreAFormatError() =>
        Assert.AreEqual("The ONNX file has no graph.", Assert.ThrowsExactly<FormatException>(() => OnnxReader.Read(default)).Message);

    // Protobuf would join the two.
    [TestMethod]
    public void Bytes_WithTwoGraphs_AreAFormatError()
    {
        byte[] bytes = OnnxWriter.Write(s_everything);
        Assert.AreEqual("The ONNX file has two graphs.", Assert.ThrowsExactly<FormatException>(() => OnnxReader.Read((byte[])[.. bytes, .. bytes])).Message);
    }

    [TestMethod]
    public void Model_CutOffAnywhere_IsAFormatErrorOrStillWhole()
    {
        byte[] bytes = OnnxWriter.Write(s_everything);
        int read = Enumerable.Range(0, bytes.Length).Count(length => IsRead(bytes.AsMemory(0, length)));
        Assert.IsLessThanOrEqualTo(4, read, "Only between the graph, the operator set and the entries of metadata does a cut leave a file.");
    }

    [TestMethod]
    public void Model_WithFlippedBits_IsAFormatErrorOrAModelOfBoundedSize()
    {
        const int MostBytes = 64 << 20;
        Random random = new(20);
        byte[] bytes = OnnxWriter.Write(s_everything);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] damaged = [.. bytes];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }
            long before = GC.GetAllocatedBytesForCurrentThread();
            IsRead(damaged);
            Assert.IsLessThan(MostBytes, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    /// <summary>Whether the bytes are a model. Lets any error through but a <see cref="FormatException"/>.</summary>
    private static bool IsRead(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            OnnxReader.Read(bytes);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string Describe(OnnxNode node) =>
        $"{node.OperatorType}({string.Join(",", node.Inputs)}) -> {string.Join(",", node.Outputs)} {string.Join("; ", node.Attributes.Select(Describe))}";

    private static string Describe(OnnxAttribute attribute) =>
        $"{attribute.Name}: {attribute.Int64} {attribute.Single} '{attribute.String}' [{Join(attribute.Int64s)}] [{Join(attribute.Singles)}]";

    private static string Describe(OnnxTensor tensor) =>
        $"{tensor.Name}: {tensor.ElementType} [{Join(tensor.Shape)}] {Convert.ToHexString(tensor.Data.Span)}";

    private static string Describe(OnnxValue value) => $"{value.Name}: {value.ElementType} [{Join(value.Shape.Select(size => size ?? -1))}]";

    private static string Join<T>(IEnumerable<T>? values) => values is null ? "none" : string.Join(",", values);
}
