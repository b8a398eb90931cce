using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A node passes if a network of ours could have it; its output has the shape that follows.</summary>
[TestClass]
public sealed class OnnxNodeCheckTests
{
    private static readonly OnnxAttribute s_epsilon = OnnxAttribute.Of("epsilon", 0.1f);
    private static readonly OnnxEdges s_edges = Edges();

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
        const string Axis = "node 'y' (Softmax) has another value for 'axis' than 1, 2 or 3";
        AssertRefused(Axis, "Softmax", ["rows"], OnnxAttribute.Of("axis", 1_000_000_000L));
        AssertRefused(Axis, "Softmax", ["rows"], OnnxAttribute.Of("axis", 1f));
        AssertRefused("node 'y' (Softmax) has 0 values for 'axis'", "Softmax", ["rows"], new OnnxAttribute("axis"));
        AssertRefused("node 'y' (Softmax) has 2 values for 'axis'", "Softmax", ["rows"], OnnxAttribute.Of("axis", 1L) with { Single = 5 });
        AssertRefused("node 'y' (Softmax) has the attribute 'axis' twice", "Softmax", ["rows"], OnnxAttribute.Of("axis", 1L), OnnxAttribute.Of("axis", 1L));
        AssertRefused("node 'y' (Gemm) has another value for 'transB' than 0 or 1", "Gemm", ["rows", "wide", "two"], OnnxAttribute.Of("transB", 2L));
        AssertRefused("node 'y' (Gemm) has the attribute 'alpha'", "Gemm", ["rows", "wide", "two"], OnnxAttribute.Of("alpha", 2f));
        AssertRefused("node 'y' (ReduceMean) has another value for 'axes' than -1 or 1", "ReduceMean", ["rows"], OnnxAttribute.Of("axes", [0]));
        AssertRefused("node 'y' (ReduceMean) has another value for 'keepdims' than 0", "ReduceMean", ["views"], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 1L));
        AssertRefused("node 'y' (Flatten) has another value for 'axis' than 1", "Flatten", ["image"], OnnxAttribute.Of("axis", 2L));
        AssertRefused("node 'y' (Concat) has another value for 'axis' than 1", "Concat", ["image", "image"], OnnxAttribute.Of("axis", 0L));
        foreach (float epsilon in (float[])[float.NaN, float.PositiveInfinity, -1, 0, 1])
        {
            AssertRefused(
                "node 'y' (BatchNormalization) has another value for 'epsilon' than one between 0 and 1",
                "BatchNormalization", ["rows", "three", "three", "three", "three"], OnnxAttribute.Of("epsilon", epsilon));
        }
    }

    // What ONNX makes of a missing one differs from operator to operator.
    [TestMethod]
    [DataRow("Softmax", "axis")]
    [DataRow("ReduceMean", "axes")]
    [DataRow("BatchNormalization", "epsilon")]
    [DataRow("MaxPool", "kernel_shape")]
    [DataRow("Flatten", "axis")]
    [DataRow("Transpose", "perm")]
    [DataRow("Concat", "axis")]
    public void Attribute_ThatIsMissing_IsRefused(string operatorType, string attribute) =>
        AssertRefused($"node 'y' ({operatorType}) does not have the attribute '{attribute}'", operatorType, ["rows"]);

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
            "node 'y' (BatchNormalization): the shapes [-1, 3] and [2] do not fit together", "BatchNormalization", ["rows", "two", "two", "two", "two"], s_epsilon);
        AssertRefused("node 'y' (Clip): its bounds are not single numbers", "Clip", ["rows", "number", "three"]);
        Assert.AreSequenceEqual([-1L, 3], Check("Clip", ["rows", "number", "number"]));
        AssertRefused("node 'y' (Add): the shapes [-1, 4, 5, 6] and [-2, 4, 5, 6] do not fit together", "Add", ["image", "images"]);
        AssertRefused("node 'y' (Add): the shapes [-1, 4, 5, 6] and [4] do not fit together", "Add", ["image", "four"]);
        AssertRefused("node 'y' (Softmax): the axis is not the last of the shape [-1, 4, 5, 6]", "Softmax", ["image"], OnnxAttribute.Of("axis", 1L));
        AssertRefused("node 'y' (BatchNormalization): the shapes [-1, 4, 5, 6] and [3] do not fit together", "BatchNormalization", ["image", "three", "three", "three", "three"], s_epsilon);
        AssertRefused("node 'y' (BatchNormalization): the shapes [-1, 2, 3] and [2] do not fit together", "BatchNormalization", ["views", "two", "two", "two", "two"], s_epsilon);
    }

    [TestMethod]
    public void ReduceMean_OverOtherThanTheLastOfTwoAxesOrTheViewsOfARow_IsRefused()
    {
        const string Problem = "node 'y' (ReduceMean): it may reduce the last of two or three axes, or the second of three without keeping it";
        OnnxAttribute last = OnnxAttribute.Of("axes", [-1]), second = OnnxAttribute.Of("axes", [1]), dropped = OnnxAttribute.Of("keepdims", 0L);
        Assert.AreSequenceEqual([-1L, 1], Check("ReduceMean", ["rows"], last));
        Assert.AreSequenceEqual([-1L, 3], Check("ReduceMean", ["views"], second, dropped));
        AssertRefused(Problem, "ReduceMean", ["rows"], last, dropped);
        AssertRefused(Problem, "ReduceMean", ["rows"], second, dropped);
        AssertRefused(Problem, "ReduceMean", ["views"], second);
        Assert.AreSequenceEqual([-1L, 2, 1], Check("ReduceMean", ["views"], last));
        AssertRefused(Problem, "ReduceMean", ["image"], last);
        AssertRefused(Problem, "ReduceMean", ["image"], second, dropped);
    }

    [TestMethod]
    public void Convolution_ThatDoesNotFitItsWeights_IsRefused()
    {
        Assert.AreSequenceEqual([-1L, 2, 5, 6], Conv(["image", "weights", "two"]));
        Assert.AreSequenceEqual([-1L, 2, 5, 6], Conv(["image", "weights"]));
        Assert.AreSequenceEqual([-2L, 2, 5, 6], Conv(["images", "weights"]));
        Assert.AreSequenceEqual([-1L, 2, 5, 6], Conv(["image", "grouped"], group: 2));
        AssertConvRefused("the shapes [-1, 4, 5, 6] and [2, 2, 3, 3] do not fit together", ["image", "grouped"]);
        AssertConvRefused("the shapes [-1, 4, 5, 6] and [2, 4, 3, 3] do not fit together", ["image", "weights"], group: 2);
        AssertConvRefused("the shapes [-1, 4, 5, 6] and [2, 2, 3, 3] do not fit together", ["image", "grouped"], group: 3);
        AssertConvRefused("the shapes [-1, 4, 5, 6] and [2, 2, 3, 3] do not fit together", ["image", "grouped"], group: long.MaxValue);
        AssertConvRefused("the shapes [-1, 4, 5, 6] and [1, 2, 3, 3] do not fit together", ["image", "one"], group: 2); // a filter for two groups
        AssertConvRefused("the shapes [-1, 4, 5, 6] and [2, 4, 3, 3] do not fit together", ["image", "weights", "three"]);
        AssertConvRefused("the shapes [-1, 4, 5, 6] and [2, 4, 3, 3] do not fit together", ["image", "weights", "number"]);
        AssertConvRefused("the shapes [-1, 4, 5, 6] and [2, 4, 3, 3] do not fit together", ["image", "weights"], kernel: [3, 2]);
        AssertConvRefused("the shapes [-1, 4, 5, 6] and [2, 3] do not fit together", ["image", "tall"]);
        AssertConvRefused("the shapes [-1, 3] and [2, 4, 3, 3] do not fit together", ["rows", "weights"]);
        AssertConvRefused("the shapes [-1, 4, 5, 6] and [-1, 4, 5, 6] do not fit together", ["image", "image"], kernel: [5, 6]);
        AssertConvRefused("the shapes [2, 4, 3, 3] and [-1, 4, 3, 3] do not fit together", ["weights", "rows as weights"]);
        AssertRefused("node 'y' (Conv) has another value for 'group' than a positive number", "Conv", ["image", "weights"], Window([3, 3], [1, 1], [1, 1, 1, 1], OnnxAttribute.Of("group", 0L)));
        AssertRefused("node 'y' (Conv) does not have the attribute 'group'", "Conv", ["image", "weights"], Window([3, 3], [1, 1], [1, 1, 1, 1]));
        AssertRefused("node 'y' (Conv) has the attribute 'dilations'", "Conv", ["image", "weights"], Window([3, 3], [1, 1], [1, 1, 1, 1], OnnxAttribute.Of("group", 1L), OnnxAttribute.Of("dilations", 1, 1)));
        AssertRefused("node 'y' (Conv) has 4 inputs instead of 2 to 3", "Conv", ["image", "weights", "two", "two"], Window([3, 3], [1, 1], [1, 1, 1, 1], OnnxAttribute.Of("group", 1L)));
        AssertRefused("node 'y' (Conv) reads '', which nothing before it computes", "Conv", ["image", "weights", ""], Window([3, 3], [1, 1], [1, 1, 1, 1], OnnxAttribute.Of("group", 1L)));
    }

    [TestMethod]
    public void Window_OfASizeThatNoNetworkHas_IsRefused()
    {
        const string Sizes = "two sizes from 1 to 16777216";
        Assert.AreSequenceEqual([-1L, 4, 2, 6], Pool([3, 2], [2, 1], [0, 0, 0, 1]));
        foreach (long[] sizes in (long[][])[[3], [3, 3, 3], [0, 3], [3, -1], [3, 16_777_217], [long.MaxValue, 3]])
        {
            AssertPoolRefused($"node 'y' (MaxPool) has another value for 'kernel_shape' than {Sizes}", sizes, [1, 1], [0, 0, 0, 0]);
            AssertPoolRefused($"node 'y' (MaxPool) has another value for 'strides' than {Sizes}", [3, 3], sizes, [0, 0, 0, 0]);
        }
        foreach (long[] pads in (long[][])[[0, 0], [0, 0, 0, 0, 0], [0, 0, 0, -1]])
        {
            AssertPoolRefused("node 'y' (MaxPool) has another value for 'pads' than four sizes from 0", [3, 3], [1, 1], pads);
        }
        AssertPoolRefused("node 'y' (MaxPool): its pads [3, 0, 0, 0] are not smaller than its kernel [3, 3]", [3, 3], [1, 1], [3, 0, 0, 0]);
        AssertPoolRefused("node 'y' (MaxPool): its pads [0, 0, 0, 2] are not smaller than its kernel [3, 2]", [3, 2], [1, 1], [0, 0, 0, 2]);
        AssertPoolRefused("node 'y' (MaxPool): its pads [0, 0, 0, 9223372036854775807] are not smaller than its kernel [3, 3]", [3, 3], [1, 1], [0, 0, 0, long.MaxValue]);
        AssertPoolRefused("node 'y' (MaxPool): its kernel [6, 3] does not fit into [-1, 4, 5, 6]", [6, 3], [1, 1], [0, 0, 0, 0]);
        AssertPoolRefused("node 'y' (MaxPool): its kernel [9, 3] does not fit into [-1, 4, 5, 6]", [9, 3], [9, 1], [1, 0, 2, 0]);
        AssertRefused("node 'y' (MaxPool): the shape [-1, 3] is not that of images", "MaxPool", ["rows"], Window([3, 3], [1, 1], [0, 0, 0, 0]));
        AssertRefused("node 'y' (GlobalAveragePool): the shape [-1, 2, 3] is not that of images", "GlobalAveragePool", ["views"]);
        AssertRefused("node 'y' (MaxPool) has the attribute 'ceil_mode'", "MaxPool", ["image"], Window([3, 3], [1, 1], [0, 0, 0, 0], OnnxAttribute.Of("ceil_mode", 1L)));
        AssertRefused("node 'y' (AveragePool) has another value for 'count_include_pad' than 0 or 1", "AveragePool", ["image"], Window([3, 3], [1, 1], [0, 0, 0, 0], OnnxAttribute.Of("count_include_pad", 2L)));
        AssertRefused("node 'y' (AveragePool) does not have the attribute 'count_include_pad'", "AveragePool", ["image"], Window([3, 3], [1, 1], [0, 0, 0, 0]));
    }

    [TestMethod]
    public void Layout_ThatTakesRowsApart_IsRefused()
    {
        Assert.AreSequenceEqual([-1L, 120], Check("Flatten", ["image"], OnnxAttribute.Of("axis", 1L)));
        Assert.AreSequenceEqual([-2L, 2, 30], Check("Reshape", ["image", "halves"]));
        AssertRefused("node 'y' (Reshape): the shapes [-1, 3] and [-1, 2, 30] do not fit together", "Reshape", ["rows", "halves"]);
        AssertRefused("node 'y' (Reshape): the shapes [-1, 4, 5, 6] and [-1, 7] do not fit together", "Reshape", ["image", "sevens"]);
        foreach (string shape in (string[])["[-1]", "[120, -1]", "[-1, -1]", "[-1, 16777217]", "[-1, 9223372036854775807, 9223372036854775807, 9223372036854775807]", "[-1, -9223372036854775808]"])
        {
            AssertRefused($"node 'y' (Reshape): the shape {shape} is not -1 or 0 and up to three sizes", "Reshape", ["image", shape]);
        }
        Assert.AreSequenceEqual([-1L, 120], Check("Reshape", ["image", "[0, 120]"]));
        Assert.AreSequenceEqual([-30L, 4], Check("Reshape", ["image", "[-1, 0]"]));
        AssertRefused("node 'y' (Reshape) reads 'three', which is not a constant of integers", "Reshape", ["image", "three"]);
        AssertRefused("node 'y' (Reshape) reads 'image', which is not a constant of integers", "Reshape", ["image", "image"]);

        Assert.AreSequenceEqual([-1L, 6, 4, 5], Check("Transpose", ["image"], OnnxAttribute.Of("perm", 0, 3, 1, 2)));
        AssertRefused("node 'y' (Transpose): the axes [0, 1] are not those of the shape [-1, 4, 5, 6]", "Transpose", ["image"], OnnxAttribute.Of("perm", 0, 1));
        foreach (long[] order in (long[][])[[1, 0, 2, 3], [0, 1, 1, 3], [0, 1, 2, 4], [0, -1, 1, 2]])
        {
            AssertRefused("node 'y' (Transpose) has another value for 'perm' than an order of axes with the rows first", "Transpose", ["image"], OnnxAttribute.Of("perm", order));
        }

        OnnxAttribute axis = OnnxAttribute.Of("axis", 1L);
        Assert.AreSequenceEqual([-1L, 12, 5, 6], Check("Concat", ["image", "image", "image"], axis));
        AssertRefused("node 'y' (Concat): the shapes [-1, 4, 5, 6] and [-2, 4, 5, 6] do not fit together", "Concat", ["image", "images"], axis);
        AssertRefused("node 'y' (Concat): the shapes [-1, 4, 5, 6] and [-1, 3] do not fit together", "Concat", ["image", "image", "rows"], axis);
        AssertRefused("node 'y' (Concat): the shapes [-1, 3] and [2, 3] do not fit together", "Concat", ["rows", "tall"], axis);
        AssertRefused("node 'y' (Concat): the shapes [] and [-1, 3] do not fit together", "Concat", ["number", "rows"], axis);
        AssertRefused("node 'y' (Concat) has 1 inputs instead of 2 to 16", "Concat", ["image"], axis);
        AssertRefused("node 'y' (Concat) has 17 inputs instead of 2 to 16", "Concat", [.. Enumerable.Repeat("image", 17)], axis);

        const string Slice = "node 'y' (Slice): it does other than turn round one axis that is not the rows";
        Assert.AreSequenceEqual([-1L, 4, 5, 6], Check("Slice", ["image", "[-1]", "[-9223372036854775808]", "[3]", "[-1]"]));
        AssertRefused(Slice, "Slice", ["image", "[-1]", "[-9223372036854775808]", "[0]", "[-1]"]);
        AssertRefused(Slice, "Slice", ["image", "[-1]", "[-9223372036854775808]", "[-1]", "[-1]"]);
        AssertRefused(Slice, "Slice", ["views", "[-1]", "[-9223372036854775808]", "[3]", "[-1]"]);
        AssertRefused(Slice, "Slice", ["image", "[3]", "[-9223372036854775808]", "[3]", "[-1]"]);
        AssertRefused(Slice, "Slice", ["image", "[-1]", "[3]", "[3]", "[-1]"]);
        AssertRefused(Slice, "Slice", ["image", "[-1]", "[-9223372036854775808]", "[3]", "[3]"]);
        AssertRefused(Slice, "Slice", ["image", "[-1, -1]", "[-9223372036854775808]", "[3]", "[-1]"]);
        AssertRefused("node 'y' (Slice) has 4 inputs instead of 5", "Slice", ["image", "[-1]", "[3]", "[3]"]);
    }

    [TestMethod]
    public void Integers_ReadAsFloats_AreRefused()
    {
        AssertRefused("node 'y' (Relu) reads '[3]', which nothing before it computes", "Relu", ["[3]"]);
        AssertRefused("node 'y' (Mul) reads '[3]', which nothing before it computes", "Mul", ["rows", "[3]"]);
        AssertRefused("node 'y' (Reshape) reads '[3]', which nothing before it computes", "Reshape", ["[3]", "[3]"]);
    }

    // 64 thousand floats in the file would be a billion in memory as soon as ONNX Runtime folds constants.
    [TestMethod]
    public void Inputs_ThatAreAllConstants_AreRefused() => AssertRefused("node 'y' (Add) computes with constants only", "Add", ["column", "two"]);

    private static OnnxEdges Edges()
    {
        OnnxEdges edges = new();
        foreach ((string name, long[] shape) in (IEnumerable<(string, long[])>)
        [
            ("rows", [OnnxShape.Rows, 3]), ("image", [OnnxShape.Rows, 4, 5, 6]), ("images", [-2, 4, 5, 6]), ("views", [OnnxShape.Rows, 2, 3]), ("rows as weights", [OnnxShape.Rows, 4, 3, 3]),
            ("number", []), ("two", [2]), ("three", [3]), ("four", [4]), ("column", [2, 1]), ("wide", [3, 2]), ("tall", [2, 3]),
            ("weights", [2, 4, 3, 3]), ("grouped", [2, 2, 3, 3]), ("one", [1, 2, 3, 3]),
        ])
        {
            edges.Add(name, shape);
        }
        foreach (long[] values in (long[][])
            [[-1], [3], [long.MinValue], [0], [0, 120], [120, -1], [-1, -1], [-1, 0], [-1, 16_777_217], [-1, long.MaxValue, long.MaxValue, long.MaxValue], [-1, long.MinValue]])
        {
            edges.AddIntegers($"[{string.Join(", ", values)}]", values);
        }
        edges.AddIntegers("halves", [-1, 2, 30]);
        edges.AddIntegers("sevens", [-1, 7]);
        return edges;
    }

    private static OnnxAttribute[] Window(long[] kernel, long[] strides, long[] pads, params OnnxAttribute[] more) =>
        [OnnxAttribute.Of("kernel_shape", kernel), OnnxAttribute.Of("strides", strides), OnnxAttribute.Of("pads", pads), .. more];

    private static long[] Conv(string[] inputs, long group = 1, long[]? kernel = null) =>
        Check("Conv", inputs, Window(kernel ?? [3, 3], [1, 1], [1, 1, 1, 1], OnnxAttribute.Of("group", group)));

    private static void AssertConvRefused(string problem, string[] inputs, long group = 1, long[]? kernel = null) =>
        AssertRefused($"node 'y' (Conv): {problem}", "Conv", inputs, Window(kernel ?? [3, 3], [1, 1], [1, 1, 1, 1], OnnxAttribute.Of("group", group)));

    private static long[] Pool(long[] kernel, long[] strides, long[] pads) => Check("MaxPool", ["image"], Window(kernel, strides, pads));

    private static void AssertPoolRefused(string problem, long[] kernel, long[] strides, long[] pads) =>
        AssertRefused(problem, "MaxPool", ["image"], Window(kernel, strides, pads));

    private static long[] Check(string operatorType, string[] inputs, params OnnxAttribute[] attributes) =>
        OnnxNodeCheck.Shape(new OnnxNode(operatorType, inputs, ["y"], attributes), s_edges);

    private static void AssertRefused(string problem, string operatorType, string[] inputs, params OnnxAttribute[] attributes) =>
        AssertRefused(new OnnxNode(operatorType, inputs, ["y"], attributes), problem);

    private static void AssertRefused(OnnxNode node, string problem) => Assert.AreEqual(
        $"The ONNX graph of the model is refused: {problem}. Only graphs written by MLNetDeep are run.",
        Assert.ThrowsExactly<FormatException>(() => OnnxNodeCheck.Shape(node, s_edges)).Message);
}
