using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A graph for sequences that somebody made to do harm.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Make">Makes the graph.</param>
/// <param name="Problem">What the message that refuses it says.</param>
internal sealed record HostileSequence(string Name, Func<OnnxGraph> Make, string Problem)
{
    private static readonly OnnxGraph s_graph = ToySequence.Graph;

    internal static IReadOnlyList<HostileSequence> All { get; } =
    [
        // Recurrent operators that read beyond their weights, or are others than ours.
        Constant("weights of three gates", ToySequence.Floats("W", 1, 6, 2), "node 'recurrent' (LSTM): the shapes [T, -1, 2] and [1, 6, 2] do not fit together"),
        Constant("states of three gates", ToySequence.Floats("R", 1, 6, 2), "node 'recurrent' (LSTM): the shapes [T, -1, 2] and [1, 8, 2] do not fit together"),
        Constant("too few biases", ToySequence.Floats("B", 1, 8), "node 'recurrent' (LSTM): the shapes [T, -1, 2] and [1, 8, 2] do not fit together"),
        Recurrent("a huge state", "node 'recurrent' (LSTM): the shapes [T, -1, 2] and [1, 8, 2] do not fit together", OnnxAttribute.Of("hidden_size", 1L << 24)),
        Recurrent("a state beyond all bounds", "node 'recurrent' (LSTM) has another value for 'hidden_size' than a positive number", OnnxAttribute.Of("hidden_size", long.MaxValue)),
        Recurrent("no state", "node 'recurrent' (LSTM) has another value for 'hidden_size' than a positive number", OnnxAttribute.Of("hidden_size", 0L)),
        Recurrent("backwards alone", "node 'recurrent' (LSTM) has another value for 'direction' than forward or bidirectional", OnnxAttribute.Of("direction", "reverse")),
        Recurrent("two directions with the weights of one", "node 'recurrent' (LSTM): the shapes [T, -1, 2] and [1, 8, 2] do not fit together", OnnxAttribute.Of("direction", "bidirectional")),
        Recurrent("other activations", "node 'recurrent' (LSTM) has the attribute 'activations'", new OnnxAttribute("activations") { String = "Affine" }),
        Recurrent("a clip", "node 'recurrent' (LSTM) has the attribute 'clip'", OnnxAttribute.Of("clip", float.NaN)),
        Recurrent("coupled gates", "node 'recurrent' (LSTM) has the attribute 'input_forget'", OnnxAttribute.Of("input_forget", 1L)),
        Recurrent("another layout", "node 'recurrent' (LSTM) has the attribute 'layout'", OnnxAttribute.Of("layout", 1L)),
        Node("another kind of reset", "recurrent", "node 'recurrent' (GRU) does not have the attribute 'linear_before_reset'", node => node with { OperatorType = "GRU" }),
        Node("peepholes", "recurrent", "node 'recurrent' (LSTM) has 8 inputs instead of 4 to 5", node => node with { Inputs = [.. node.Inputs, "", "", "B"] }),
        Node("more outputs", "recurrent", "a node 'LSTM' has 2 outputs", node => node with { Outputs = ["recurrent", "state"] }),

        // Integers out of range.
        Node("lengths that are features", "recurrent", "node 'recurrent' (LSTM) reads 'counts', which nothing before it computes", node => node with { Inputs = [.. node.Inputs.SkipLast(1), "counts"] }),
        Graph("lengths beyond the steps", "node 'recurrent' (LSTM) takes the lengths of rows from 'lengths', which does not count the steps of the mask",
            () => Change("lengths", node => node with { Inputs = ["many"] }, Made("many", "Mul", "sums", "thousands"), OnnxTensor.Of("thousands", [1e9f], 1))),
        Graph("lengths of other sums", "node 'recurrent' (LSTM) takes the lengths of rows from 'lengths', which does not count the steps of the mask",
            () => Change("lengths", node => node with { Inputs = ["many"] }, [new("ReduceSum", ["counts"], ["many"], [OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 0L)])], [], behind: "counts")),
        Constant("a table that ends before the tokens", ToySequence.Floats("table", 3, 2), "node 'token' (Gather) has 3 rows; the model's description says 3 tokens and an unknown one"),
        Constant("positions that end before the steps", ToySequence.Floats("positions", 4, 2), "it has positions for 4 steps; the model's description says 5"),
        More("buckets beyond a table", "node 'a' (Gather) has 4 rows for n-grams of 5 buckets",
            [Made("bucket", "Mod", DeepGraph.Tokens, "buckets"), Made("a", "Gather", "table", "bucket")], OnnxTensor.Of("buckets", [5L], 1)),
        Constant("places from 1", OnnxTensor.Of("one", [0f], 1), "node 'place' (Gather) picks by 'places', which are neither tokens nor the places of steps"),
        Constant("places of nowhere", OnnxTensor.Of("one", [float.NaN], 1), "node 'place' (Gather) picks by 'places', which are neither tokens nor the places of steps"),
        Node("places of other sums", "before", "node 'place' (Gather) picks by 'places', which are neither tokens nor the places of steps", node => node with { Inputs = ["one", "counts"] }),
        Node("places as lengths", "places", "node 'place' (Gather) reads 'places', which nothing before it computes", node => node with { Attributes = [OnnxAttribute.Of("to", 6L)] }),
        Node("sums over another axis", "counts", "node 'counts' (CumSum): the shape [-1, T] is not that of a mask, or the axis is not that of the steps", node => node with { Inputs = [DeepGraph.Mask, "joined"] }),

        // Steps that are taken for something else, so that memory is more than it seems.
        More("flat steps", "node 'a' (Flatten): the shape [-1, T, 2] has steps", new OnnxNode("Flatten", ["read"], ["a"], [OnnxAttribute.Of("axis", 1L)])),
        More("steps behind steps", "node 'a' (Concat): the shapes [-1, T, 2] and [-1, T, 2] do not fit together", new OnnxNode("Concat", ["read", "read"], ["a"], [OnnxAttribute.Of("axis", 1L)])),
        More("steps as rows", "node 'a' (Reshape): the shapes [-1, T, 2] and [-1, 2] do not fit together", Made("a", "Reshape", "read", "shape"), OnnxTensor.Of("shape", [-1L, 2], 2)),
        More("steps as numbers", "node 'a' (Reshape): the shapes [-1, T, 2] and [0, 1, -1] do not fit together", Made("a", "Reshape", "read", "shape"), OnnxTensor.Of("shape", [0L, 1, -1], 3)),
        More("steps first", "the rows are not the first axis of 'a'", Made("a", "Add", "turned", "turned")),
        More("three axes of steps", "'a' has the shape [-1, T, T, T], of 1 axes of rows and 3 of steps",
            [Made("p", "Reshape", "pairs", "shape"), Made("q", "Reshape", "pairs", "other"), Made("a", "Mul", "p", "q")],
            OnnxTensor.Of("shape", [0L, 0, 0, 1], 4), OnnxTensor.Of("other", [0L, 1, 0, -1], 4)),
        More("many wide steps", "its edges have 104857613505 values per row; at most 83887552 are accepted",
            [Made("w", "Reshape", "columns", "shape"), .. Enumerable.Range(0, 1000).Select(number => Made($"a{number}", "Add", "w", "wide"))],
            OnnxTensor.Of("shape", [0L, 0, 1, 1], 4), OnnxTensor.Of("wide", new float[1 << 20], 1, 1, 1024, 1024)),

        // Little memory, much time.
        More("a product for each three steps", "node 'a' (MatMul): the shapes [-1, T, T] and [-1, T, T] do not fit together", Made("a", "MatMul", "pairs", "pairs")),
        More("wide products of pairs", "its products of edges take 0 values per row and 100004 per pair of steps; at most 17179869184 and 65536 are accepted",
            [Made("w", "Add", "columns", "wide"), new OnnxNode("Transpose", ["w"], ["x"], [OnnxAttribute.Of("perm", [0, 2, 1])]), Made("a", "MatMul", "w", "x")],
            OnnxTensor.Of("wide", new float[100_000], 1, 1, 100_000)),
        More("windows over the steps that take hours", "its windows take 209715200000 values per row; at most 17179869184 are accepted",
            [Made("image", "Reshape", "columns", "shape"), Made("w", "Add", "image", "wide"),
                new OnnxNode("MaxPool", ["w"], ["a"], [OnnxAttribute.Of("kernel_shape", 1, 2000), OnnxAttribute.Of("strides", 1, 1), OnnxAttribute.Of("pads", 0, 1000, 0, 999)])],
            OnnxTensor.Of("shape", [0L, 1, 1, -1], 4), OnnxTensor.Of("wide", new float[1 << 20], 1, 1 << 10, 1 << 10, 1)),
        Graph("hundreds of recurrent layers", "it has 301 recurrent nodes; at most 16 are accepted", () => Change("columns", node => node, [.. Enumerable.Range(0, 300).Select(Layer)], [.. Enumerable.Range(0, 300).SelectMany(Weights)], behind: "recurrent")),
    ];

    public override string ToString() => Name;

    private static HostileSequence Graph(string name, string problem, Func<OnnxGraph> make) => new(name, make, problem);

    private static HostileSequence Constant(string name, OnnxTensor constant, string problem) => Graph(name, problem, () => s_graph with
    {
        Initializers = [.. s_graph.Initializers.Where(other => other.Name != constant.Name), constant],
    });

    private static HostileSequence Recurrent(string name, string problem, OnnxAttribute attribute) => Node(
        name, "recurrent", problem, node => node with { Attributes = [.. node.Attributes.Where(other => other.Name != attribute.Name), attribute] });

    private static HostileSequence Node(string name, string output, string problem, Func<OnnxNode, OnnxNode> change) =>
        Graph(name, problem, () => Change(output, change, [], [], behind: null));

    private static HostileSequence More(string name, string problem, OnnxNode node, params OnnxTensor[] constants) => More(name, problem, [node], constants);

    private static HostileSequence More(string name, string problem, OnnxNode[] nodes, params OnnxTensor[] constants) => Graph(
        name, problem, () => s_graph with { Nodes = [.. s_graph.Nodes, .. nodes], Initializers = [.. s_graph.Initializers, .. constants] });

    private static OnnxGraph Change(string output, Func<OnnxNode, OnnxNode> change, OnnxNode before, OnnxTensor constant) => Change(output, change, [before], [constant], behind: "sums");

    /// <summary>The good graph with another node, and with more nodes behind one of it.</summary>
    private static OnnxGraph Change(string output, Func<OnnxNode, OnnxNode> change, OnnxNode[] more, OnnxTensor[] constants, string? behind)
    {
        List<OnnxNode> nodes = [.. s_graph.Nodes.Where(node => behind != null || node.Outputs[0] != output)];
        int place = s_graph.Nodes.ToList().FindIndex(node => node.Outputs[0] == output);
        OnnxNode changed = change(s_graph.Nodes[place]);
        if (behind is null)
        {
            nodes.Insert(place, changed);
        }
        else
        {
            nodes.RemoveAt(place);
            nodes.InsertRange(nodes.FindIndex(node => node.Outputs[0] == behind) + 1, [.. more, changed]);
        }
        return s_graph with { Nodes = nodes, Initializers = [.. s_graph.Initializers, .. constants] };
    }

    private static OnnxNode Made(string output, string type, params string[] inputs) => new(type, inputs, [output], []);

    private static OnnxNode Layer(int number) => new(
        "LSTM", ["turned", $"W{number}", $"R{number}", $"B{number}"], [$"layer {number}"], [OnnxAttribute.Of("hidden_size", 1L), OnnxAttribute.Of("direction", "forward")]);

    private static OnnxTensor[] Weights(int number) => [ToySequence.Floats($"W{number}", 1, 4, 2), ToySequence.Floats($"R{number}", 1, 4, 1), ToySequence.Floats($"B{number}", 1, 8)];
}
