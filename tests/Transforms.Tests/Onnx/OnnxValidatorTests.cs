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
    public void Node_WiderThanAnyNetwork_IsRefused()
    {
        OnnxTensor wide = new("wide", OnnxElementType.Single, [1, (1 << 24) + 1], new byte[4 * ((1 << 24) + 1)]);
        AssertRefused(
            With([wide], Node("ReduceMean", ["Features"], OnnxAttribute.Of("axes", [-1])), Node("Add", ["y", "wide"]) with { Outputs = ["z"] }),
            "'z' has 16777217 values per row; 1 to 16777216 are accepted");
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

    private static GraphSize Check(OnnxGraph graph) => OnnxValidator.Check(new OnnxModel { Graph = graph }, DeepGraph.Input, ToyModel.FeatureCount);

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
