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

    // Wherever it is, whatever it holds: the writer does not write it.
    [TestMethod]
    [DataRow("", 100, "'model' has field 100")]
    [DataRow("", 20, "'model' has field 20 (training_info)")]
    [DataRow("", 25, "'model' has field 25 (functions)")]
    [DataRow("14", 3, "'entry' has field 3")]
    [DataRow("8", 1, "'operator set' has field 1 (domain)")]
    [DataRow("7", 15, "'graph' has field 15 (sparse_initializer)")]
    [DataRow("7 1", 7, "'node' has field 7 (domain)")]
    [DataRow("7 1 5", 5, "'attribute' has field 5 (t)")]
    [DataRow("7 1 5", 6, "'attribute' has field 6 (g)")]
    [DataRow("7 1 5", 9, "'attribute' has field 9 (strings)")]
    [DataRow("7 1 5", 10, "'attribute' has field 10 (tensors)")]
    [DataRow("7 1 5", 11, "'attribute' has field 11 (graphs)")]
    [DataRow("7 1 5", 21, "'attribute' has field 21 (ref_attr_name)")]
    [DataRow("7 1 5", 22, "'attribute' has field 22 (sparse_tensor)")]
    [DataRow("7 1 5", 23, "'attribute' has field 23 (sparse_tensors)")]
    [DataRow("7 5", 3, "'tensor' has field 3 (segment)")]
    [DataRow("7 5", 4, "'tensor' has field 4 (float_data)")]
    [DataRow("7 5", 5, "'tensor' has field 5 (int32_data)")]
    [DataRow("7 5", 6, "'tensor' has field 6 (string_data)")]
    [DataRow("7 5", 7, "'tensor' has field 7 (int64_data)")]
    [DataRow("7 5", 10, "'tensor' has field 10 (double_data)")]
    [DataRow("7 5", 11, "'tensor' has field 11 (uint64_data)")]
    [DataRow("7 5", 13, "'tensor' has field 13 (external_data)")]
    [DataRow("7 5", 14, "'tensor' has field 14 (data_location)")]
    [DataRow("7 11", 3, "'value' has field 3")]
    [DataRow("7 11 2", 4, "'type' has field 4")]
    [DataRow("7 11 2 1", 3, "'tensor type' has field 3")]
    [DataRow("7 12 2 1 2", 2, "'shape' has field 2")]
    [DataRow("7 12 2 1 2 1", 3, "'dimension' has field 3")]
    public void Field_ThatTheWriterDoesNotWrite_IsRefused(string path, int field, string problem)
    {
        byte[] message = ProtoWriter.Write(field, static (writer, number) => writer.Int64(number, 0));
        foreach (int outer in path.Split(' ', StringSplitOptions.RemoveEmptyEntries).Reverse().Select(int.Parse))
        {
            message = ProtoWriter.Write((outer, message), static (writer, inner) => writer.Bytes(inner.outer, inner.message));
        }
        FormatException error = Assert.ThrowsExactly<FormatException>(() => OnnxReader.Read(message));
        Assert.AreEqual(
            $"The ONNX graph of the model is refused: a message of kind {problem}. Only graphs written by MLNetDeep are run.", error.Message);
    }

    // A million empty nodes are two megabytes of file, and were two hundred of memory.
    [TestMethod]
    public void Messages_WithoutNumber_AreRefusedBeforeTheyTakeMemory()
    {
        const int MostBytes = 128 << 20;
        byte[] nodes = new byte[100_000_000];
        for (int i = 0; i < nodes.Length; i += 2)
        {
            nodes[i] = 0x0a;
        }
        byte[] file = ProtoWriter.Write(nodes, static (writer, bytes) => writer.Bytes(7, bytes));
        long before = GC.GetAllocatedBytesForCurrentThread();
        FormatException error = Assert.ThrowsExactly<FormatException>(() => OnnxReader.Read(file));
        Assert.IsLessThan(MostBytes, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.AreEqual("The ONNX graph of the model is refused: it has more than 524288 fields. Only graphs written by MLNetDeep are run.", error.Message);
    }

    [TestMethod]
    public void Name_LongerThanAny_IsAFormatError()
    {
        OnnxModel Named(string name) => s_everything with { Graph = s_everything.Graph with { Name = name } };
        Assert.HasCount(1024, OnnxReader.Read(OnnxWriter.Write(Named(new string('n', 1024)))).Graph.Name);
        FormatException error = Assert.ThrowsExactly<FormatException>(() => OnnxReader.Read(OnnxWriter.Write(Named(new string('n', 1025)))));
        Assert.Contains("a text of 1025 bytes where 1024 are the most", error.Message);
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
    public void Bytes_WithTwoOperatorSets_AreAFormatError()
    {
        byte[] bytes = [.. OnnxWriter.Write(s_everything), 0x42, 2, 0x10, 12];
        Assert.AreEqual("The ONNX file has two operator sets.", Assert.ThrowsExactly<FormatException>(() => OnnxReader.Read(bytes)).Message);
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
