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
        Assert.AreEqual(values, OnnxValidator.Check(OnnxReader.Read(ToyModel.ModelOf(task).Graph), ToyModel.FeatureCount));

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
        AssertRefused(With(Node("Softmax", ["Features"], OnnxAttribute.Of("axis", 1L), OnnxAttribute.Of("axis", 1L))), "node 'y' (Softmax) has the attribute 'axis' twice");
        AssertRefused(With(Node("Relu", ["Features"]) with { Outputs = [] }), "a node 'Relu' has 0 outputs");
        AssertRefused(With(Node("Relu", ["Features"]) with { Outputs = ["y", "z"] }), "a node 'Relu' has 2 outputs");
        AssertRefused(With(Node("Relu", ["Features"]) with { Outputs = ["Features"] }), "the name 'Features' is empty or defined twice");
    }

    [TestMethod]
    public void Node_ThatReadsWhatComesLater_IsRefused()
    {
        AssertRefused(With(Node("Relu", ["y"])), "node 'y' (Relu) reads 'y', which nothing before it computes");
        AssertRefused(With(Node("Relu", ["Score"])), "node 'y' (Relu) reads 'Score', which nothing before it computes");
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
        AssertRefused(With(Node("ReduceMean", ["Features"], OnnxAttribute.Of("axes", [0]))), "node 'y' (ReduceMean) has another value for 'axes' than -1");
        AssertRefused(
            With([s_three], Node("Gemm", ["Features", "Features", "three"], OnnxAttribute.Of("transB", 1L))),
            "node 'y' (Gemm): the shapes [-1, 3] and [-1, 3] do not fit together");
    }

    // ONNX Runtime believes what it is told: an axis beyond the last is an error, a NaN makes every score one.
    [TestMethod]
    public void Attribute_OfAValueThatNoNetworkHas_IsRefused()
    {
        AssertRefused(Softmax(OnnxAttribute.Of("axis", 1_000_000_000L)), "node 'y' (Softmax) has another value for 'axis' than 1");
        AssertRefused(Softmax(OnnxAttribute.Of("axis", 1f)), "node 'y' (Softmax) has another value for 'axis' than 1");
        AssertRefused(Softmax(new OnnxAttribute("axis")), "node 'y' (Softmax) has 0 values for 'axis'");
        AssertRefused(Softmax(OnnxAttribute.Of("axis", 1L) with { Single = 5 }), "node 'y' (Softmax) has 2 values for 'axis'");
        foreach (float epsilon in (float[])[float.NaN, float.PositiveInfinity, -1, 0, 1])
        {
            AssertRefused(
                With([s_three], Node("BatchNormalization", ["Features", "three", "three", "three", "three"], OnnxAttribute.Of("epsilon", epsilon))),
                "node 'y' (BatchNormalization) has another value for 'epsilon' than one between 0 and 1");
        }
        OnnxTensor square = OnnxTensor.Of("square", new float[9], 3, 3);
        AssertRefused(With([square, s_three], Gemm(OnnxAttribute.Of("transB", 2L))), "node 'y' (Gemm) has another value for 'transB' than 0 or 1");
        AssertRefused(With([square, s_three], Gemm(OnnxAttribute.Of("alpha", 2f))), "node 'y' (Gemm) has the attribute 'alpha'");

        static OnnxGraph Softmax(OnnxAttribute axis) => With(Node("Softmax", ["Features"], axis));
        static OnnxNode Gemm(OnnxAttribute attribute) => Node("Gemm", ["Features", "square", "three"], attribute);
    }

    [TestMethod]
    public void Gemm_OnRowsOrColumnsOfItsMatrix_Passes()
    {
        OnnxTensor wide = OnnxTensor.Of("wide", new float[6], 3, 2), tall = OnnxTensor.Of("tall", new float[6], 2, 3), two = OnnxTensor.Of("two", [1f, 2f], 2);
        Check(Node("Gemm", ["Features", "wide", "two"]));
        Check(Node("Gemm", ["Features", "wide", "two"], OnnxAttribute.Of("transB", 0L)));
        Check(Node("Gemm", ["Features", "tall", "two"], OnnxAttribute.Of("transB", 1L)));

        void Check(OnnxNode node) => Assert.AreEqual(
            7 + 2, OnnxValidator.Check(new OnnxModel { Graph = With([wide, tall, two], node) }, ToyModel.FeatureCount));
    }

    // A thousand products with one matrix would take the memory of a thousand matrices.
    [TestMethod]
    public void Matrix_OfTwoProducts_IsRefused() => AssertRefused(
        With(Node("Gemm", ["Features", "weights", "bias"], OnnxAttribute.Of("transB", 1L))),
        $"node '{s_graph.Nodes[0].Outputs[0]}' (Gemm) multiplies by 'weights', as a node before it does");

    [TestMethod]
    public void Clip_ByBoundsThatAreNoNumbers_IsRefused() => AssertRefused(
        With([s_three], Node("Clip", ["Features", "three", "three"])), "node 'y' (Clip): its bounds are not single numbers");

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
            "'z' has 16777217 values per row; 1 to 16777216 are accepted");
    }

    // A small file with many wide edges that are all needed at the end; and one that is not small.
    [TestMethod]
    [DataRow(1, 33, 33_554_496)]
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
        Assert.ThrowsExactly<FormatException>(() => OnnxValidator.Check(model, featureCount)).Message);
}
