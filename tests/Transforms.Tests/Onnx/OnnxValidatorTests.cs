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
        Assert.AreEqual(values, OnnxValidator.Check(OnnxReader.Read(ToyModel.ModelOf(task).Graph), DeepGraph.Input, ToyModel.FeatureCount));

    [TestMethod]
    public void Graph_OfAnotherOperatorSet_IsRefused() => AssertRefused(
        new OnnxModel { Graph = s_graph, OpsetVersion = 13 }, "it uses operator set 13 instead of 12");

    [TestMethod]
    public void Graph_OfTooManyNodes_IsRefused() => AssertRefused(
        s_graph with { Nodes = [.. Enumerable.Repeat(s_graph.Nodes[0], 10_001)] }, "it has 10001 nodes; at most 10000 are accepted");

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
        AssertRefused(s_graph with { Inputs = [input with { Shape = [null, 4] }] }, "its input has 4 features; the model's description says 3");
    }

    [TestMethod]
    public void Constant_OfAShapeThatLies_IsRefused()
    {
        AssertRefused(Constant([3, 1, 1]), "constant 'three' has the shape [3, 1, 1]");
        AssertRefused(Constant([0]), "constant 'three' has the shape [0]");
        AssertRefused(Constant([-3]), "constant 'three' has the shape [-3]");
        AssertRefused(Constant([1L << 31]), "constant 'three' has the shape [2147483648]");
        AssertRefused(Constant([4]), "constant 'three' has 12 bytes where its shape needs 16");
        AssertRefused(Constant([1 << 30, 1 << 30]), "constant 'three' has 12 bytes where its shape needs 4611686018427387904");
        AssertRefused(
            With(OnnxTensor.Of("indices", [1L], 1)), "constant 'indices' has elements of type 7 instead of floats");
        AssertRefused(With(s_three with { Name = "" }), "the name '' is empty or defined twice");
        AssertRefused(With(s_three, s_three), "the name 'three' is empty or defined twice");
    }

    [TestMethod]
    public void Node_OfAnotherKindThanOurs_IsRefused()
    {
        AssertRefused(With(Node("Loop", ["Features"])), "node 'y' uses the operator 'Loop', which no MLNetDeep network has");
        AssertRefused(With(Node("Relu", ["Features", "Features"])), "node 'y' (Relu) has 2 inputs instead of 1");
        AssertRefused(With(Node("Relu", ["Features"], OnnxAttribute.Of("body", 1L))), "node 'y' (Relu) has the attribute 'body'");
        AssertRefused(With(Node("Softmax", ["Features"], new OnnxAttribute("axis"))), "node 'y' (Softmax) has no value for 'axis'");
        AssertRefused(With(Node("Relu", ["Features"]) with { Outputs = [] }), "a node 'Relu' has 0 outputs");
        AssertRefused(With(Node("Relu", ["Features"]) with { Outputs = ["y", "z"] }), "a node 'Relu' has 2 outputs");
        AssertRefused(With(Node("Relu", ["Features"]) with { Outputs = ["Features"] }), "the name 'Features' is empty or defined twice");
    }

    [TestMethod]
    public void Node_ThatReadsWhatComesLater_IsRefused()
    {
        AssertRefused(With(Node("Relu", ["y"])), "node 'y' reads 'y', which nothing before it computes");
        AssertRefused(With(Node("Relu", ["Score"])), "node 'y' reads 'Score', which nothing before it computes");
    }

    [TestMethod]
    public void Node_OfShapesThatDoNotFit_IsRefused()
    {
        const string Pair = "the shapes [-1, 3] and [2] do not fit together";
        OnnxTensor two = OnnxTensor.Of("two", [1f, 2f], 2);
        OnnxTensor column = OnnxTensor.Of("column", [1f, 2f], 2, 1);
        AssertRefused(With([two], Node("Add", ["Features", "two"])), $"node 'y' (Add): {Pair}");
        AssertRefused(With([column], Node("Add", ["Features", "column"])), "node 'y' (Add): the shapes [-1, 3] and [2, 1] do not fit together");
        AssertRefused(With([two], Node("Gemm", ["Features", "two", "two"])), $"node 'y' (Gemm): {Pair}");
        AssertRefused(With([two, column], Node("Gemm", ["Features", "column", "two"])), "node 'y' (Gemm): the shapes [-1, 3] and [2, 1] do not fit together");
        AssertRefused(With([two], Node("BatchNormalization", ["Features", "two", "two", "two", "two"])), $"node 'y' (BatchNormalization): {Pair}");
        AssertRefused(With(Node("ReduceMean", ["Features"])), "node 'y' (ReduceMean): it may reduce the last of two axes only");
        AssertRefused(With(Node("ReduceMean", ["Features"], OnnxAttribute.Of("axes", [0]))), "node 'y' (ReduceMean): it may reduce the last of two axes only");
        AssertRefused(
            With([s_three], Node("Gemm", ["Features", "Features", "three"], OnnxAttribute.Of("transB", 1L))),
            "node 'y' (Gemm): the shapes [-1, 3] and [-1, 3] do not fit together");
    }

    // 64 thousand floats in the file would be a billion in memory as soon as ONNX Runtime folds constants.
    [TestMethod]
    public void Node_OfConstantsOnly_IsRefused()
    {
        float[] many = new float[1 << 15];
        AssertRefused(
            With([OnnxTensor.Of("column", many, many.Length, 1), OnnxTensor.Of("row", many, 1, many.Length)], Node("Add", ["column", "row"])),
            "node 'y' (Add) computes with constants only");
    }

    [TestMethod]
    public void Node_WiderThanAnyNetwork_IsRefused()
    {
        OnnxTensor wide = new("wide", OnnxElementType.Single, [1, (1 << 24) + 1], new byte[4 * ((1 << 24) + 1)]);
        AssertRefused(
            With([wide], Node("ReduceMean", ["Features"], OnnxAttribute.Of("axes", [-1])), Node("Add", ["y", "wide"]) with { Outputs = ["z"] }),
            "'z' has 16777217 values per row; at most 16777216 are accepted");
    }

    // A small file with many wide edges that are all needed at the end.
    [TestMethod]
    public void Nodes_OfMoreValuesTogetherThanAnyNetwork_AreRefused()
    {
        const int Width = 1 << 20;
        OnnxNode[] nodes = [.. Enumerable.Range(0, 257).Select(i => new OnnxNode("Add", ["sum", "wide"], [$"edge {i}"], []))];
        OnnxGraph graph = With(
            [OnnxTensor.Of("wide", new float[Width], 1, Width)],
            [Node("ReduceMean", ["Features"], OnnxAttribute.Of("axes", [-1])) with { Outputs = ["sum"] }, .. nodes]);
        AssertRefused(graph, $"its edges have {(257 * Width) + 1 + 7} values per row; at most 268435456 are accepted");
    }

    [TestMethod]
    public void Output_ThatIsNotComputedAsDeclared_IsRefused()
    {
        AssertRefused(s_graph with { Outputs = [s_graph.Outputs[0] with { Name = "Other" }] }, "nothing computes its output 'Other'");
        AssertRefused(s_graph with { Outputs = [s_graph.Outputs[0] with { Shape = [null, 2] }] }, "its output 'Score' has another shape than declared");
        AssertRefused(s_graph with { Outputs = [s_graph.Outputs[0] with { Shape = [7, 1] }] }, "its output 'Score' has another shape than declared");
        AssertRefused(s_graph with { Outputs = [new OnnxValue("weights", OnnxElementType.Single, [null, 3])] }, "its output 'weights' has another shape than declared");
    }

    private static OnnxNode Node(string operatorType, string[] inputs, params OnnxAttribute[] attributes) => new(operatorType, inputs, ["y"], attributes);

    private static OnnxGraph Constant(long[] shape) => With(s_three with { Shape = shape });

    private static OnnxGraph With(params OnnxTensor[] constants) => With(constants, []);

    private static OnnxGraph With(params OnnxNode[] nodes) => With([], nodes);

    /// <summary>A good graph with more in front.</summary>
    private static OnnxGraph With(OnnxTensor[] constants, params OnnxNode[] nodes) =>
        s_graph with { Initializers = [.. constants, .. s_graph.Initializers], Nodes = [.. nodes, .. s_graph.Nodes] };

    private static void AssertRefused(OnnxGraph graph, string problem) => AssertRefused(new OnnxModel { Graph = graph }, problem);

    private static void AssertRefused(OnnxModel model, string problem) => Assert.AreEqual(
        $"The ONNX graph of the model is refused: {problem}. Only graphs written by MLNetDeep are run.",
        Assert.ThrowsExactly<FormatException>(() => OnnxValidator.Check(model, DeepGraph.Input, ToyModel.FeatureCount)).Message);
}
