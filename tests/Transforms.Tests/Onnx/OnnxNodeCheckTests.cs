using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A node passes if a network of ours could have it; its output has the shape that follows.</summary>
[TestClass]
public sealed class OnnxNodeCheckTests
{
    private static readonly Dictionary<string, long[]> s_edges = new()
    {
        ["rows"] = [OnnxOperator.Rows, 3],
        ["number"] = [],
        ["three"] = [3],
        ["two"] = [2],
        ["column"] = [2, 1],
        ["wide"] = [3, 2],
        ["tall"] = [2, 3],
    };

    [TestMethod]
    public void Gemm_OnRowsOrColumnsOfItsMatrix_HasTheWidthOfTheOther()
    {
        Assert.AreSequenceEqual([-1L, 2], Check("Gemm", ["rows", "wide", "two"]));
        Assert.AreSequenceEqual([-1L, 2], Check("Gemm", ["rows", "wide", "two"], OnnxAttribute.Of("transB", 0L)));
        Assert.AreSequenceEqual([-1L, 2], Check("Gemm", ["rows", "tall", "two"], OnnxAttribute.Of("transB", 1L)));
    }

    [TestMethod]
    public void Node_OfAnotherKindThanOurs_IsRefused()
    {
        AssertRefused("node 'y' uses the operator 'Loop', which no MLNetDeep network has", "Loop", ["rows"]);
        AssertRefused("node 'y' (Relu) has 2 inputs instead of 1", "Relu", ["rows", "rows"]);
        AssertRefused("node 'y' (Relu) has the attribute 'body'", "Relu", ["rows"], OnnxAttribute.Of("body", 1L));
        AssertRefused("node 'y' (Relu) reads 'y', which nothing before it computes", "Relu", ["y"]);
        AssertRefused(new OnnxNode("Relu", ["rows"], [], []), "a node 'Relu' has 0 outputs");
        AssertRefused(new OnnxNode("Relu", ["rows"], ["y", "z"], []), "a node 'Relu' has 2 outputs");
    }

    // ONNX Runtime believes what it is told: an axis beyond the last is an error, a NaN makes every score one.
    [TestMethod]
    public void Attribute_OfAValueThatNoNetworkHas_IsRefused()
    {
        const string Axis = "node 'y' (Softmax) has another value for 'axis' than 1";
        AssertRefused(Axis, "Softmax", ["rows"], OnnxAttribute.Of("axis", 1_000_000_000L));
        AssertRefused(Axis, "Softmax", ["rows"], OnnxAttribute.Of("axis", 1f));
        AssertRefused("node 'y' (Softmax) has 0 values for 'axis'", "Softmax", ["rows"], new OnnxAttribute("axis"));
        AssertRefused("node 'y' (Softmax) has 2 values for 'axis'", "Softmax", ["rows"], OnnxAttribute.Of("axis", 1L) with { Single = 5 });
        AssertRefused("node 'y' (Softmax) has the attribute 'axis' twice", "Softmax", ["rows"], OnnxAttribute.Of("axis", 1L), OnnxAttribute.Of("axis", 1L));
        AssertRefused("node 'y' (Gemm) has another value for 'transB' than 0 or 1", "Gemm", ["rows", "wide", "two"], OnnxAttribute.Of("transB", 2L));
        AssertRefused("node 'y' (Gemm) has the attribute 'alpha'", "Gemm", ["rows", "wide", "two"], OnnxAttribute.Of("alpha", 2f));
        AssertRefused("node 'y' (ReduceMean) has another value for 'axes' than -1", "ReduceMean", ["rows"], OnnxAttribute.Of("axes", [0]));
        foreach (float epsilon in (float[])[float.NaN, float.PositiveInfinity, -1, 0, 1])
        {
            AssertRefused(
                "node 'y' (BatchNormalization) has another value for 'epsilon' than one between 0 and 1",
                "BatchNormalization", ["rows", "three", "three", "three", "three"], OnnxAttribute.Of("epsilon", epsilon));
        }
    }

    [TestMethod]
    public void Inputs_OfShapesThatDoNotFit_AreRefused()
    {
        AssertRefused("node 'y' (Add): the shapes [-1, 3] and [2] do not fit together", "Add", ["rows", "two"]);
        AssertRefused("node 'y' (Add): the shapes [-1, 3] and [2, 1] do not fit together", "Add", ["rows", "column"]);
        AssertRefused("node 'y' (Gemm): the shapes [-1, 3] and [2] do not fit together", "Gemm", ["rows", "two", "two"]);
        AssertRefused("node 'y' (Gemm): the shapes [-1, 3] and [2, 1] do not fit together", "Gemm", ["rows", "column", "two"]);
        AssertRefused("node 'y' (Gemm): the shapes [-1, 3] and [2, 3] do not fit together", "Gemm", ["rows", "tall", "two"], OnnxAttribute.Of("transB", 0L));
        AssertRefused("node 'y' (Gemm): the shapes [-1, 3] and [-1, 3] do not fit together", "Gemm", ["rows", "rows", "three"], OnnxAttribute.Of("transB", 1L));
        AssertRefused(
            "node 'y' (BatchNormalization): the shapes [-1, 3] and [2] do not fit together", "BatchNormalization", ["rows", "two", "two", "two", "two"]);
        AssertRefused("node 'y' (ReduceMean): it may reduce the last of two axes only", "ReduceMean", ["rows"]);
        AssertRefused("node 'y' (Clip): its bounds are not single numbers", "Clip", ["rows", "number", "three"]);
        Assert.AreSequenceEqual([-1L, 3], Check("Clip", ["rows", "number", "number"]));
    }

    // 64 thousand floats in the file would be a billion in memory as soon as ONNX Runtime folds constants.
    [TestMethod]
    public void Inputs_ThatAreAllConstants_AreRefused() => AssertRefused("node 'y' (Add) computes with constants only", "Add", ["column", "two"]);

    private static long[] Check(string operatorType, string[] inputs, params OnnxAttribute[] attributes) =>
        OnnxNodeCheck.Shape(new OnnxNode(operatorType, inputs, ["y"], attributes), s_edges);

    private static void AssertRefused(string problem, string operatorType, string[] inputs, params OnnxAttribute[] attributes) =>
        AssertRefused(new OnnxNode(operatorType, inputs, ["y"], attributes), problem);

    private static void AssertRefused(OnnxNode node, string problem) => Assert.AreEqual(
        $"The ONNX graph of the model is refused: {problem}. Only graphs written by MLNetDeep are run.",
        Assert.ThrowsExactly<FormatException>(() => OnnxNodeCheck.Shape(node, s_edges)).Message);
}
