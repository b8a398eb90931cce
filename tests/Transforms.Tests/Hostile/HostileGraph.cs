using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A graph that somebody made to do harm, with the right checksum.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Bytes">Makes the content of <c>model.onnx</c>.</param>
/// <param name="Error">The message that refuses it.</param>
internal sealed record HostileGraph(string Name, Func<byte[]> Bytes, string Error)
{
    private static readonly OnnxGraph s_graph = OnnxReader.Read(ToyModel.ModelOf(TaskKind.Regression).Graph).Graph;
    private static readonly OnnxTensor s_three = OnnxTensor.Of("three", [1f, 2f, 3f], 3);

    private static readonly OnnxTensor s_image = OnnxTensor.Of("shape", [-1L, 1, 1, 1], 4);

    internal static IReadOnlyList<HostileGraph> All { get; } =
    [
        // What ONNX can do and a network of ours never does.
        Refused("data in another file", () => Raw([5], tensor => tensor.Message(13, "secret.bin", (entry, file) => { entry.String(1, "location"); entry.String(2, file); })),
            "a message of kind 'tensor' has field 13 (external_data)"),
        Refused("data said to be in another file", () => Raw([5], tensor => tensor.Int64(14, 1)), "a message of kind 'tensor' has field 14 (data_location)"),
        Refused("a subgraph", () => Raw([1, 5], attribute => attribute.Message(6, 0, (_, _) => { })), "a message of kind 'attribute' has field 6 (g)"),
        Refused("a node of a foreign domain", () => Raw([1], node => node.String(7, "com.microsoft")), "a message of kind 'node' has field 7 (domain)"),
        Refused("a sparse constant", () => Raw([], graph => graph.Bytes(15, [])), "a message of kind 'graph' has field 15 (sparse_initializer)"),
        Refused("a function", () => [.. OnnxWriter.Write(new OnnxModel { Graph = s_graph }), .. ProtoWriter.Write(0, (w, _) => w.Bytes(25, []))], "a message of kind 'model' has field 25 (functions)"),
        Refused("another operator set", () => OnnxWriter.Write(new OnnxModel { Graph = s_graph, OpsetVersion = 13 }), "it uses operator set 13 instead of 12"),
        Refused("a foreign operator set", () => ProtoWriter.Write("com.microsoft", (w, domain) => w.Message(8, domain, (set, name) => set.String(1, name))), "a message of kind 'operator set' has field 1 (domain)"),
        Operator("Loop"), Operator("If"), Operator("Scan"), Operator("ConstantOfShape"), Operator("Expand"), Operator("Tile"), Operator("Range"), Operator("Evil"),
        Operator("OneHot"), Operator("Resize"), Operator("ConvTranspose"), Operator("GatherND"), Operator("RNN"),

        // Edges that lead nowhere, in circles, or twice to the same place.
        Nodes("a cycle", "node 'a' (Relu) reads 'b', which nothing before it computes", Node("Relu", ["b"], "a"), Node("Relu", ["a"], "b")),
        Nodes("a node that reads itself", "node 'a' (Relu) reads 'a', which nothing before it computes", Node("Relu", ["a"], "a")),
        Nodes("an edge twice", "the name 'a' is empty or defined twice", Node("Relu", ["Features"], "a"), Node("Relu", ["Features"], "a")),
        Constants("a constant twice", "the name 'three' is empty or defined twice", s_three, s_three),
        Graph("a constant as an input", s_graph with { Inputs = [.. s_graph.Inputs, new OnnxValue("weights", OnnxElementType.Single, [1, 3])] }, "its input is not one matrix of floats called 'Features'"),
        Graph("an input of another type", s_graph with { Inputs = [s_graph.Inputs[0] with { ElementType = OnnxElementType.Int64 }] }, "its input is not one matrix of floats called 'Features'"),

        // Shapes that lie, and small files that become large.
        Constants("a negative size", "constant 'three' has the shape [-3]", s_three with { Shape = [-3] }),
        Constants("a size of zero", "constant 'three' has the shape [0]", s_three with { Shape = [0] }),
        Constants("a huge size", "constant 'three' has the shape [9223372036854775807]", s_three with { Shape = [long.MaxValue] }),
        Constants("sizes whose product overflows", "constant 'three' has the shape [4294967296, 4294967299]", s_three with { Shape = [1L << 32, (1L << 32) + 3] }),
        Constants("sizes beyond the data", "constant 'three' has 12 bytes where its shape needs 4611686018427387904", s_three with { Shape = [1 << 30, 1 << 30] }),
        Constants("doubles", "constant 'three' has elements of type 11 instead of floats or integers", s_three with { ElementType = (OnnxElementType)11 }),
        Graph("an outer product of constants", With([.. Outer(1 << 15)], Node("Add", ["column", "row"], "a")), "node 'a' (Add) computes with constants only"),
        Graph("many wide edges", With([OnnxTensor.Of("wide", new float[1 << 20], 1, 1 << 20)], [Mean(), .. Many(200, i => Node("Add", ["mean", "wide"], $"edge {i}"))]),
            "its edges have 209715206 values per row; at most 83886144 are accepted"),
        Graph("many products with one matrix", With([OnnxTensor.Of("square", new float[1 << 18], 512, 512), OnnxTensor.Of("wide", new float[512], 512)],
                [Mean(), Node("Add", ["mean", "wide"], "edge 0"), .. Many(2000, i => Node("Gemm", [$"edge {i}", "square", "wide"], $"edge {i + 1}"))]),
            "node 'edge 2' (Gemm) multiplies by 'square', as a node before it does"),
        Graph("many convolutions with the same filters", With([s_image, OnnxTensor.Of("filters", new float[1 << 18], 512, 512, 1, 1), OnnxTensor.Of("wide", new float[512], 512, 1, 1)],
                [Mean(), Node("Reshape", ["mean", "shape"], "image"), Node("Add", ["image", "wide"], "edge 0"),
                .. Many(400, i => Node("Conv", [$"edge {i}", "filters"], $"edge {i + 1}", [.. Window(1, 0), OnnxAttribute.Of("group", 1L)]))]),
            "node 'edge 2' (Conv) multiplies by 'filters', as a node before it does"),
        Graph("thousands of convolutions", With([s_image, .. Enumerable.Range(0, 3900).Select(i => OnnxTensor.Of($"filter {i}", [1f], 1, 1, 1, 1))],
                [Image(), .. Many(3900, i => Node("Conv", ["image", $"filter {i}"], $"edge {i}", [.. Window(1, 0), OnnxAttribute.Of("group", 1L)]))]),
            "it has 3900 convolutions; at most 550 are accepted"),
        Graph("images of one channel, which take the memory of sixteen", Images(6, i => Node("Relu", ["wide image"], $"edge {i}")),
            "its edges have 117440534 values per row; at most 83886272 are accepted"),
        Graph("windows that take hours", Images(1, i => Node("MaxPool", ["wide image"], "a", Window(1023, 511))), "its windows take 1097365192704 values per row; at most 17179869184 are accepted"),
        Images("huge pads", "node 'a' (MaxPool): its pads [4611686018427387904, 4611686018427387904, 4611686018427387904, 4611686018427387904] are not smaller than its kernel [3, 3]",
            Node("MaxPool", ["image"], "a", Window(3, 1L << 62))),
        Images("a huge window", "node 'a' (AveragePool) has another value for 'kernel_shape' than two sizes from 1 to 16777216",
            Node("AveragePool", ["image"], "a", [.. Window(1L << 62, 1L << 61), OnnxAttribute.Of("count_include_pad", 1L)])),
        Images("no steps", "node 'a' (MaxPool) has another value for 'strides' than two sizes from 1 to 16777216",
            Node("MaxPool", ["image"], "a", OnnxAttribute.Of("kernel_shape", 1, 1), OnnxAttribute.Of("strides", 0, 0), OnnxAttribute.Of("pads", 0, 0, 0, 0))),
        Images("a huge group", "node 'a' (Conv): the shapes [-1, 1, 1, 3] and [3] do not fit together", Node("Conv", ["image", "three"], "a", [.. Window(1, 0), OnnxAttribute.Of("group", long.MaxValue)])),
        Images("integers as floats", "node 'a' (Relu) reads 'shape', which nothing before it computes", Node("Relu", ["shape"], "a")),
        Images("floats as integers", "node 'a' (Reshape) reads 'three', which is not a constant of integers", Node("Reshape", ["image", "three"], "a")),
        Images("rows in other places", "node 'a' (Transpose) has another value for 'perm' than an order of axes with the rows first", Node("Transpose", ["image"], "a", OnnxAttribute.Of("perm", 3, 2, 1, 0))),
        Images("rows behind each other", "node 'a' (Concat) has another value for 'axis' than 1", Node("Concat", ["image", "image"], "a", OnnxAttribute.Of("axis", 0L))),
        Images("rows in reverse", "node 'a' (Slice): it does other than turn round one axis that is not the rows", Node("Slice", ["image", "last", "end", "rows", "last"], "a")),
        Graph("a million nodes", With([], [.. Many(1_000_000, i => Node("Relu", ["Features"], $"{i}"))]), "it has more than 524288 fields"),
        Refused("25 million empty nodes", () => ProtoWriter.Write(0, (w, _) => w.Bytes(7, [.. Enumerable.Repeat<byte[]>([0x0a, 0], 25_000_000).SelectMany(node => node)])), "it has more than 524288 fields"),
        Refused("subgraphs in 100,000 levels", () => Deep(100_000, [1, 5, 6]), "a message of kind 'attribute' has field 6 (g)"),
        Damaged("a length of two gigabytes", [0x3a, 0xff, 0xff, 0xff, 0xff, 0x07], "2147483647 bytes where 0 are left at byte 6 of 6"),
        Damaged("a length beyond two gigabytes", [0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f], "a length of 4294967295 bytes at byte 6 of 6"),

        // Attribute values that reach ONNX Runtime.
        Nodes("an absurd axis", "node 'a' (Softmax) has another value for 'axis' than 1, 2 or 3", Node("Softmax", ["Features"], "a", OnnxAttribute.Of("axis", 1_000_000_000L))),
        Nodes("absurd axes", "node 'a' (ReduceMean) has another value for 'axes' than -1 or 1", Node("ReduceMean", ["Features"], "a", OnnxAttribute.Of("axes", [-1, -1]))),
        Graph("an epsilon of NaN", With([s_three], Node("BatchNormalization", ["Features", "three", "three", "three", "three"], "a", OnnxAttribute.Of("epsilon", float.NaN))),
            "node 'a' (BatchNormalization) has another value for 'epsilon' than one between 0 and 1"),
        Graph("an alpha", With([s_three], Node("Gemm", ["Features", "weights", "bias"], "a", OnnxAttribute.Of("alpha", float.NaN))), "node 'a' (Gemm) has the attribute 'alpha'"),
    ];

    public override string ToString() => Name;

    private static HostileGraph Refused(string name, Func<byte[]> bytes, string problem) =>
        new(name, bytes, $"The ONNX graph of the model is refused: {problem}. Only graphs written by MLNetDeep are run.");

    private static HostileGraph Damaged(string name, byte[] bytes, string problem) =>
        new(name, () => bytes, $"The ONNX graph is damaged: {problem}. Save the model again.");

    private static HostileGraph Graph(string name, OnnxGraph graph, string problem) => Refused(name, () => OnnxWriter.Write(new OnnxModel { Graph = graph }), problem);

    private static HostileGraph Nodes(string name, string problem, params OnnxNode[] nodes) => Graph(name, With([], nodes), problem);

    private static HostileGraph Constants(string name, string problem, params OnnxTensor[] constants) => Graph(name, With(constants), problem);

    private static HostileGraph Operator(string type) =>
        Nodes($"the operator {type}", $"node 'a' uses the operator '{type}', which no MLNetDeep network has", Node(type, ["weights"], "a"));

    private static OnnxNode Node(string type, string[] inputs, string output, params OnnxAttribute[] attributes) => new(type, inputs, [output], attributes);

    /// <summary>Nodes on the features as an image of one channel and three columns.</summary>
    private static HostileGraph Images(string name, string problem, params OnnxNode[] nodes) => Graph(
        name,
        With(
            [s_three, OnnxTensor.Of("shape", [-1L, 1, 1, 3], 4), OnnxTensor.Of("last", [-1L], 1), OnnxTensor.Of("end", [long.MinValue], 1), OnnxTensor.Of("rows", [0L], 1)],
            [Node("Reshape", ["Features", "shape"], "image"), .. nodes]),
        problem);

    /// <summary>Nodes on an image of one channel and a million places.</summary>
    private static OnnxGraph Images(int count, Func<int, OnnxNode> node) => With(
        [s_image, OnnxTensor.Of("wide", new float[1 << 20], 1, 1, 1024, 1024)],
        [Mean(), Node("Reshape", ["mean", "shape"], "image"), Node("Add", ["image", "wide"], "wide image"), .. Many(count, node)]);

    private static OnnxNode Image() => Node("Reshape", ["Features", "shape"], "image");

    private static OnnxAttribute[] Window(long kernel, long pad) =>
        [OnnxAttribute.Of("kernel_shape", kernel, kernel), OnnxAttribute.Of("strides", 1, 1), OnnxAttribute.Of("pads", pad, pad, pad, pad)];

    private static OnnxNode Mean() => Node("ReduceMean", ["Features"], "mean", OnnxAttribute.Of("axes", [-1]));

    private static IEnumerable<OnnxNode> Many(int count, Func<int, OnnxNode> node) => Enumerable.Range(0, count).Select(node);

    private static OnnxTensor[] Outer(int size) => [OnnxTensor.Of("column", new float[size], size, 1), OnnxTensor.Of("row", new float[size], 1, size)];

    /// <summary>A good graph with more in front.</summary>
    private static OnnxGraph With(OnnxTensor[] constants, params OnnxNode[] nodes) =>
        s_graph with { Initializers = [.. constants, .. s_graph.Initializers], Nodes = [.. nodes, .. s_graph.Nodes] };

    /// <summary>A graph of one message, at the end of a path of fields, that our writer could not write.</summary>
    private static byte[] Raw(int[] path, Action<ProtoWriter> write) => ProtoWriter.Write(0, (writer, _) => Nest(writer, [7, .. path], write));

    private static void Nest(ProtoWriter writer, int[] path, Action<ProtoWriter> write)
    {
        if (path is [int field, .. int[] inner])
        {
            writer.Message(field, inner, (message, rest) => Nest(message, rest, write));
        }
        else
        {
            write(writer);
        }
    }

    /// <summary>Messages in messages, of fields that take turns; the outermost is the graph.</summary>
    private static byte[] Deep(int levels, int[] fields)
    {
        const int Width = 6; // a tag, and a length of five bytes
        byte[] bytes = new byte[levels * Width];
        for (int level = 0; level < levels; level++)
        {
            int length = bytes.Length - ((level + 1) * Width);
            int field = level == 0 ? 7 : fields[(level - 1) % fields.Length];
            bytes[level * Width] = (byte)((field << 3) | (int)ProtoWireType.LengthDelimited);
            for (int i = 0; i < Width - 1; i++, length >>= 7)
            {
                bytes[(level * Width) + 1 + i] = (byte)((length & 0x7f) | (i < Width - 2 ? 0x80 : 0));
            }
        }
        return bytes;
    }
}
