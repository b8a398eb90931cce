using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Graphs that nobody's trainer wrote are refused with the reason, before ONNX Runtime sees them.</summary>
[TestClass]
public sealed class OnnxValidatorTests
{
    private static readonly OnnxGraph s_graph = OnnxReader.Read(ToyModel.ModelOf(TaskKind.BinaryClassification).Graph).Graph;
    private static readonly OnnxTensor s_three = OnnxTensor.Of("three", [1f, 2f, 3f], 3);

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification, 3 + 1 + 1 + 1 + 1)] // features, log-odds, and each of the outputs as it is computed and as it is named
    [DataRow(TaskKind.MulticlassClassification, 3 + 3 + 3 + 3)]
    [DataRow(TaskKind.Regression, 3 + 1 + 1)]
    public void Graph_OfATrainer_PassesWithTheValuesOnItsEdges(TaskKind task, long values) =>
        Assert.AreEqual(values, OnnxValidator.Check(OnnxReader.Read(ToyModel.ModelOf(task).Graph), DeepGraph.Input, ToyModel.FeatureCount).ValuesPerRow);

    [TestMethod]
    public void Graph_OfAnotherOperatorSet_IsRefused() => AssertRefused(
        new OnnxModel { Graph = s_graph, OpsetVersion = 13 }, "it uses operator set 13 instead of 12");

    [TestMethod]
    public void Graph_OfTooManyNodes_IsRefused() => AssertRefused(
        s_graph with { Nodes = [.. Enumerable.Repeat(s_graph.Nodes[0], 4_001)] }, "it has 4001 nodes; at most 4000 are accepted");

    [TestMethod]
    public void Input_OtherThanOneMatrixOfFeatures_IsRefused()
    {
        const string Problem = "its input is not one matrix of floats called 'Features'";
        OnnxValue input = s_graph.Inputs[0];
        AssertRefused(s_graph with { Inputs = [] }, Problem);
        AssertRefused(s_graph with { Inputs = [input, input with { Name = "More" }] }, Problem);
        AssertRefused(s_graph with { Inputs = [input with { Name = "X" }] }, Problem);
        AssertRefused(s_graph with { Inputs = [input with { ElementType = OnnxElementType.Int64 }] }, Problem);
        AssertRefused(s_graph with { Inputs = [input with { Shape = [1, 3] }] }, Problem);
        AssertRefused(s_graph with { Inputs = [input with { Shape = [null, null] }] }, Problem);
        AssertRefused(s_graph with { Inputs = [input with { Shape = [null, 0] }] }, "'Features' has 0 values per row; 1 to 16777216 are accepted", featureCount: 0);
        AssertRefused(s_graph with { Inputs = [input with { Shape = [null, 4] }] }, "its input has 4 features; the model's description says 3");
    }

    [TestMethod]
    public void Constant_OfAShapeThatLies_IsRefused()
    {
        AssertRefused(Constant([3, 1, 1, 1, 1]), "constant 'three' has the shape [3, 1, 1, 1, 1]");
        AssertRefused(Constant([0]), "constant 'three' has the shape [0]");
        AssertRefused(Constant([-3]), "constant 'three' has the shape [-3]");
        AssertRefused(Constant([1L << 31]), "constant 'three' has the shape [2147483648]");
        AssertRefused(Constant([4]), "constant 'three' has 12 bytes where its shape needs 16");
        AssertRefused(Constant([1 << 30, 1 << 30]), "constant 'three' has 12 bytes where its shape needs 4611686018427387904");
        AssertRefused(
            Constant([1 << 30, 1 << 30, 1 << 30, 1 << 30]), "constant 'three' has 12 bytes where its shape needs 5316911983139663491615228241121378304");
        AssertRefused(With(s_three with { ElementType = (OnnxElementType)11 }), "constant 'three' has elements of type 11 instead of floats or integers");
        AssertRefused(With(s_three with { Name = "" }), "the name '' is empty or defined twice");
        AssertRefused(With(s_three, s_three), "the name 'three' is empty or defined twice");
    }

    [TestMethod]
    public void Integers_OtherThanAListOfFour_AreRefused()
    {
        Check(With(OnnxTensor.Of("shape", [1L, 2, 3, 4], 4)));
        AssertRefused(With(OnnxTensor.Of("shape", [1L, 2, 3, 4, 5], 5)), "constant 'shape' has the shape [5]");
        AssertRefused(With(OnnxTensor.Of("shape", [1L, 2, 3, 4], 2, 2)), "constant 'shape' has the shape [2, 2]");
        AssertRefused(With(OnnxTensor.Of("shape", [1L])), "constant 'shape' has the shape []");
        AssertRefused(With(OnnxTensor.Of("shape", ReadOnlySpan<long>.Empty, 0)), "constant 'shape' has the shape [0]");
        AssertRefused(With(OnnxTensor.Of("shape", [1L, 2], 3)), "constant 'shape' has 16 bytes where its shape needs 24");
        AssertRefused(With(OnnxTensor.Of("", [1L], 1)), "the name '' is empty or defined twice");
        AssertRefused(With(s_three, OnnxTensor.Of("three", [1L], 1)), "the name 'three' is empty or defined twice");
        AssertRefused(With(OnnxTensor.Of("three", [1L], 1), s_three), "the name 'three' is empty or defined twice");
        AssertRefused(With(OnnxTensor.Of("Features", [1L], 1)), "the name 'Features' is empty or defined twice");
        AssertRefused(With([OnnxTensor.Of("y", [1L], 1)], Node("Relu", ["Features"])), "the name 'y' is empty or defined twice");
        AssertRefused(With(OnnxTensor.Of("shape", [1L], 1)) with { Outputs = [new OnnxValue("shape", OnnxElementType.Single, [null, 1])] }, "nothing computes its output 'shape'");
    }

    [TestMethod]
    public void Node_ThatReadsWhatComesLater_IsRefused() =>
        AssertRefused(With(Node("Relu", ["Score"])), "node 'y' (Relu) reads 'Score', which nothing before it computes");

    [TestMethod]
    public void Name_OfTwoEdges_IsRefused() =>
        AssertRefused(With(Node("Relu", ["Features"]) with { Outputs = ["Features"] }), "the name 'Features' is empty or defined twice");

    // A thousand products with one matrix would take the memory of a thousand matrices.
    [TestMethod]
    public void Matrix_OfTwoProducts_IsRefused() => AssertRefused(
        With(Node("Gemm", ["Features", "weights", "bias"], OnnxAttribute.Of("transB", 1L))),
        $"node '{s_graph.Nodes[0].Outputs[0]}' (Gemm) multiplies by 'weights', as a node before it does");

    [TestMethod]
    public void Weights_OfTwoConvolutions_AreRefused() => AssertRefused(
        Convolutions(Filters("w", 1, 3, 1, 1), Conv("image", "w", "y", 1), Conv("image", "w", "z", 1)), "node 'z' (Conv) multiplies by 'w', as a node before it does");

    [TestMethod]
    public void Graph_OfTooManyConvolutions_IsRefused()
    {
        OnnxGraph Chain(int length) => Convolutions(
            [.. Enumerable.Range(0, length).SelectMany(i => Filters($"w{i}", 3, 3, 1, 1))],
            [.. Enumerable.Range(0, length).Select(i => Conv(i == 0 ? "image" : $"{i - 1}", $"w{i}", $"{i}", 1))]);
        Check(Chain(550));
        AssertRefused(Chain(551), "it has 551 convolutions; at most 550 are accepted");
    }

    // A filter takes the memory of sixteen, three times over while a session is opened.
    [TestMethod]
    public void Filters_ThatTakeFarMoreMemoryThanTheFile_AreRefused()
    {
        OnnxGraph Single(int size) => Convolutions(
            [OnnxTensor.Of("kernel", new float[3 * size * size], 1, 3, size, size), OnnxTensor.Of("wide", new float[size * size], 1, 1, size, size)],
            Node("Add", ["image", "wide"]),
            Conv("y", "kernel", "z", size));
        Check(Single(300));
        AssertRefused(Single(400), "its filters take 7680000 values in blocks; at most 5474328 are accepted");
    }

    // A small file would keep a core busy for hours, with each row.
    [TestMethod]
    public void Windows_ThatTakeTooManyValues_AreRefused()
    {
        const int Size = 2000;
        OnnxTensor wide = OnnxTensor.Of("wide", new float[Size * Size], 1, 1, Size, Size);
        OnnxNode[] Pools(int count) =>
        [
            Node("ReduceMean", ["Features"], OnnxAttribute.Of("axes", [-1])) with { Outputs = ["mean"] },
            Node("Reshape", ["mean", "one"]) with { Outputs = ["image"] },
            Node("Add", ["image", "wide"]) with { Outputs = ["0"] },
            .. Enumerable.Range(0, count).Select(i => Node("MaxPool", [$"{i}"], Window(Size - 1, Size / 2)) with { Outputs = [$"{i + 1}"] }),
        ];
        OnnxTensor one = OnnxTensor.Of("one", [-1L, 1, 1, 1], 4);
        AssertRefused(With([wide, one], Pools(1)), $"its windows take {(Size + 2L) * (Size + 2) * (Size - 1) * (Size - 1)} values per row; at most 17179869184 are accepted");
    }

    [TestMethod]
    public void Node_WiderThanAnyNetwork_IsRefused()
    {
        OnnxTensor wide = new("wide", OnnxElementType.Single, [1, (1 << 24) + 1], new byte[4 * ((1 << 24) + 1)]);
        AssertRefused(
            With([wide], Node("ReduceMean", ["Features"], OnnxAttribute.Of("axes", [-1])), Node("Add", ["y", "wide"]) with { Outputs = ["z"] }),
            "'z' has 16777217 values per row; 1 to 16777216 are accepted");
    }

    // The networks that the limits were made for. Their weights are counted as in the literature: convolutions and the last layer.
    [TestMethod]
    public void Graph_OfAKnownNetwork_Passes()
    {
        AssertSize(weights: 11_172_032, new GraphSize(10_839_060, 64 * 112 * 112), KnownNetwork.ResNet18(224));
        AssertSize(weights: 11_172_032, new GraphSize(22_280_252, 2 * 64 * 112 * 112), KnownNetwork.ResNet18(224, isMirrored: true));
        AssertSize(weights: 270_896, new GraphSize(729_236, 16 * 32 * 32), KnownNetwork.ResNet20(32));
        AssertSize(weights: 270_896, new GraphSize(46_661_780, 16 * 256 * 256), KnownNetwork.ResNet20(256));
        AssertSize(weights: 287_840, new GraphSize(1_646_868, 32 * 64 * 64), KnownNetwork.Plain(64, 32, 64, 128));
        AssertSize(weights: 287_840, new GraphSize(26_345_748, 32 * 256 * 256), KnownNetwork.Plain(256, 32, 64, 128));
        AssertSize(weights: 471_424, new GraphSize(5_032_276, 128 * 1000), KnownNetwork.InceptionTime(6, 1000));
        AssertSize(weights: 264_448, new GraphSize(7_820_276, 256 * 5000), KnownNetwork.Fcn(1, 5000));
    }

    // ONNX Runtime gives a channel the room of sixteen.
    [TestMethod]
    public void Size_OfImages_IsThatOfWholeBlocksOfChannels()
    {
        OnnxTensor shape = OnnxTensor.Of("shape", [-1L, 3, 1, 1], 4), half = OnnxTensor.Of("half", [-1L, 1, 1, 1], 4);
        GraphSize without = Check(s_graph);
        Assert.AreEqual(without with { ValuesPerRow = without.ValuesPerRow + 16, WidestMap = 16 }, Check(With([shape], Node("Reshape", ["Features", "shape"]))));
        Assert.AreEqual(without with { ValuesPerRow = without.ValuesPerRow + 48, WidestMap = 48 }, Check(With([half], Node("Reshape", ["Features", "half"]))));
    }

    [TestMethod]
    public void Edge_OfRowsInAnotherPlace_IsRefused() =>
        AssertRefused(With([OnnxTensor.Of("wide", new float[6], 2, 1, 3)], Node("Add", ["Features", "wide"])), "the rows are not the first axis of 'y'");

    // Four megabytes each, and 2⁶⁰ values together.
    [TestMethod]
    public void Edge_OfSizesWhoseProductIsBeyondAll_IsRefused()
    {
        const int Size = 1 << 20;
        float[] numbers = new float[Size];
        AssertRefused(
            With(
                [OnnxTensor.Of("shape", [-1L, 1, 1, 1], 4), OnnxTensor.Of("a", numbers, 1, Size, 1, 1), OnnxTensor.Of("b", numbers, 1, 1, Size, 1), OnnxTensor.Of("c", numbers, 1, 1, 1, Size)],
                Node("ReduceMean", ["Features"], OnnxAttribute.Of("axes", [-1])) with { Outputs = ["mean"] },
                Node("Reshape", ["mean", "shape"]) with { Outputs = ["image"] },
                Node("Less", ["image", "a"]) with { Outputs = ["is less"] },
                Node("Where", ["is less", "b", "c"])),
            "'y' has 1152921504606846976 values per row; 1 to 16777216 are accepted");
    }

    // A small file with many wide edges that are all needed at the end; and one that is not small.
    [TestMethod]
    [DataRow(1, 81, 83_886_144)]
    [DataRow(20, 257, 268_435_456)]
    public void Nodes_OfMoreValuesTogetherThanTheFileSpeaksFor_AreRefused(int constants, int edges, long accepted)
    {
        const int Width = 1 << 20;
        OnnxTensor wide = OnnxTensor.Of("wide", new float[Width], 1, Width);
        OnnxNode[] nodes = [.. Enumerable.Range(0, edges).Select(i => new OnnxNode("Add", ["sum", "wide 0"], [$"edge {i}"], []))];
        OnnxGraph graph = With(
            [.. Enumerable.Range(0, constants).Select(i => wide with { Name = $"wide {i}" })],
            [Node("ReduceMean", ["Features"], OnnxAttribute.Of("axes", [-1])) with { Outputs = ["sum"] }, .. nodes]);
        AssertRefused(graph, $"its edges have {(edges * Width) + 1 + 7} values per row; at most {accepted} are accepted");
    }

    [TestMethod]
    public void Output_ThatIsNotComputedAsDeclared_IsRefused()
    {
        AssertRefused(s_graph with { Outputs = [s_graph.Outputs[0] with { Name = "Other" }] }, "nothing computes its output 'Other'");
        AssertRefused(s_graph with { Outputs = [s_graph.Outputs[0] with { Shape = [null, 2] }] }, "its output 'Score' has another shape than declared");
        AssertRefused(s_graph with { Outputs = [s_graph.Outputs[0] with { Shape = [7, 1] }] }, "its output 'Score' has another shape than declared");
        AssertRefused(s_graph with { Outputs = [new OnnxValue("weights", OnnxElementType.Single, [null, 3])] }, "its output 'weights' has another shape than declared");
    }

    private static void AssertSize(long weights, GraphSize size, OnnxGraph graph)
    {
        Assert.AreEqual(weights, graph.Initializers.Where(constant => constant.Shape.Count is 2 or 4).Sum(constant => (long)constant.Singles.Length));
        Assert.AreEqual(size, OnnxValidator.Check(new OnnxModel { Graph = graph }, DeepGraph.Input, graph.Inputs[0].Shape[1]!.Value));
    }

    private static GraphSize Check(OnnxGraph graph) => OnnxValidator.Check(new OnnxModel { Graph = graph }, DeepGraph.Input, ToyModel.FeatureCount);

    /// <summary>Convolutions of an image of three channels and one place.</summary>
    private static OnnxGraph Convolutions(OnnxTensor[] weights, params OnnxNode[] nodes) =>
        With([OnnxTensor.Of("shape", [-1L, 3, 1, 1], 4), .. weights], [Node("Reshape", ["Features", "shape"]) with { Outputs = ["image"] }, .. nodes]);

    private static OnnxTensor[] Filters(string name, params long[] shape) =>
        [OnnxTensor.Of(name, new float[shape.Aggregate(1L, (product, size) => product * size)], shape)];

    private static OnnxNode Conv(string input, string weights, string output, long kernel) =>
        Node("Conv", [input, weights], [.. Window(kernel, 0), OnnxAttribute.Of("group", 1L)]) with { Outputs = [output] };

    private static OnnxAttribute[] Window(long kernel, long pad) =>
        [OnnxAttribute.Of("kernel_shape", kernel, kernel), OnnxAttribute.Of("strides", 1, 1), OnnxAttribute.Of("pads", pad, pad, pad, pad)];

    private static OnnxNode Node(string operatorType, string[] inputs, params OnnxAttribute[] attributes) => new(operatorType, inputs, ["y"], attributes);

    private static OnnxGraph Constant(long[] shape) => With(s_three with { Shape = shape });

    private static OnnxGraph With(params OnnxTensor[] constants) => With(constants, []);

    private static OnnxGraph With(params OnnxNode[] nodes) => With([], nodes);

    /// <summary>A good graph with more in front.</summary>
    private static OnnxGraph With(OnnxTensor[] constants, params OnnxNode[] nodes) =>
        s_graph with { Initializers = [.. constants, .. s_graph.Initializers], Nodes = [.. nodes, .. s_graph.Nodes] };

    private static void AssertRefused(OnnxGraph graph, string problem, int featureCount = ToyModel.FeatureCount) =>
        AssertRefused(new OnnxModel { Graph = graph }, problem, featureCount);

    private static void AssertRefused(OnnxModel model, string problem, int featureCount = ToyModel.FeatureCount) => Assert.AreEqual(
        $"The ONNX graph of the model is refused: {problem}. Only graphs written by MLNetDeep are run.",
        Assert.ThrowsExactly<FormatException>(() => OnnxValidator.Check(model, DeepGraph.Input, featureCount)).Message);
}
