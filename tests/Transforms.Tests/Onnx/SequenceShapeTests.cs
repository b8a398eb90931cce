using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>What the rules promise of operators that only sequences of any length have, ONNX Runtime does.</summary>
[TestClass]
public sealed class SequenceShapeTests
{
    /// <summary>The operators that are tried here.</summary>
    internal static IEnumerable<string> Operators => ["Cast", "CumSum", "Gather", "Pad"];

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(1, 5)]
    [DataRow(3, 7)]
    public void Places_OfSteps_ChooseRowsOfATable(int rows, int steps)
    {
        OnnxGraphBuilder builder = Begin(SequenceKind.Numbers);
        string counts = builder.Node("CumSum", [DeepGraph.Mask, builder.Constant([1])]);
        string places = builder.Node("Cast", [counts], OnnxAttribute.Of("to", (long)OnnxElementType.Int64));
        string edge = builder.Node("Gather", [builder.Constant(OnnxTensor.Of("table", Numbers(20), 10, 2)), places]);

        (float[] values, long[] shape) = Run(builder.Build("test"), SequenceKind.Numbers, edge, rows, steps);

        Assert.AreSequenceEqual([rows, steps, 2], shape);
        Assert.AreSequenceEqual(Enumerable.Range(0, rows).SelectMany(_ => Enumerable.Range(1, steps).SelectMany(step => new[] { 2f * step, (2 * step) + 1 })), values);
    }

    [TestMethod]
    public void Tokens_ChooseRowsOfATable()
    {
        OnnxGraphBuilder builder = Begin(SequenceKind.Tokens);
        string edge = builder.Node("Gather", [builder.Constant(OnnxTensor.Of("table", Numbers(6), 2, 3)), DeepGraph.Tokens]);

        (float[] values, long[] shape) = Run(builder.Build("test"), SequenceKind.Tokens, edge, rows: 2, steps: 2);

        Assert.AreSequenceEqual([2L, 2, 3], shape);
        Assert.AreSequenceEqual([3f, 4, 5, 3, 4, 5, 3, 4, 5, 3, 4, 5], values);
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(2, 3)]
    public void Pad_OfAMask_MovesItsStepsByOne(int rows, int steps)
    {
        OnnxGraphBuilder builder = Begin(SequenceKind.Tokens);
        string next = builder.Node("Pad", [DeepGraph.Mask, builder.Constant([0, -1, 0, 1])]);
        string edge = builder.Node("Reshape", [next, builder.Constant([0, 0, 1])]);

        (float[] values, _) = Run(builder.Build("test"), SequenceKind.Tokens, edge, rows, steps);

        Assert.AreSequenceEqual(Enumerable.Range(0, rows).SelectMany(_ => Enumerable.Repeat(1f, steps - 1).Append(0)), values);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Integers_OfTokens_AreComputedAsTheirRulesSay(int steps)
    {
        OnnxGraphBuilder builder = Begin(SequenceKind.Tokens);
        string next = builder.Node("Pad", [DeepGraph.Tokens, builder.Constant([0, -1, 0, 1])]);
        string sum = builder.Node("Add", [builder.Node("Mul", [DeepGraph.Tokens, builder.Constant([2_654_435_761L])]), next]); // 1 and the last one 0
        string places = builder.Node("Mod", [sum, builder.Constant([7])]);
        string edge = builder.Node("Gather", [builder.Constant(OnnxTensor.Of("table", Numbers(7), 7, 1)), places]);

        (float[] values, _) = Run(builder.Build("test"), SequenceKind.Tokens, edge, rows: 2, steps);

        float[] row = [.. Enumerable.Repeat((float)(2_654_435_762L % 7), steps - 1), 2_654_435_761L % 7];
        Assert.AreSequenceEqual([.. row, .. row], values);
    }

    [TestMethod]
    [DataRow("Pad", new long[] { 0, -2, 0, 2 }, "it does other than move steps by one")]
    [DataRow("Pad", new long[] { 0, 0, 0, 1 << 24 }, "it does other than move steps by one")]
    [DataRow("Mod", new long[] { 0 }, "its second input is not one positive number")]
    [DataRow("Mul", new long[] { 2, 3 }, "its second input is not one positive number")]
    public void Integers_OfAnotherKind_AreRefused(string operatorType, long[] constant, string expected)
    {
        OnnxGraphBuilder builder = Begin(SequenceKind.Tokens);
        string edge = builder.Node(operatorType, [DeepGraph.Tokens, builder.Constant(constant)]);

        Assert.Contains(expected, Assert.ThrowsExactly<FormatException>(() => Run(builder.Build("test"), SequenceKind.Tokens, edge, rows: 1, steps: 2)).Message);
    }

    [TestMethod]
    public void Inputs_OfAnotherGraph_AreRefused()
    {
        OnnxGraph graph = Begin(SequenceKind.Numbers).Build("test");
        foreach (OnnxGraph other in new[] { graph with { Inputs = [graph.Inputs[0]] }, graph with { Inputs = [graph.Inputs[1], graph.Inputs[0]] }, Begin(SequenceKind.Tokens).Build("test") })
        {
            FormatException error = Assert.ThrowsExactly<FormatException>(() => OnnxInputCheck.AddSequences(other, SequenceKind.Numbers, 2, new OnnxEdges()));
            Assert.Contains("its inputs are not 'Features' of Single[N, T, 2] and 'Mask' of Single[N, T]", error.Message);
        }
    }

    [TestMethod]
    public void Size_OfAGraphForSequences_GrowsWithTheirSteps()
    {
        OnnxGraphBuilder builder = Begin(SequenceKind.Numbers);
        string square = builder.Node("MatMul", [DeepGraph.Input, builder.Node("Transpose", [DeepGraph.Input], OnnxAttribute.Of("perm", [0, 2, 1]))]);
        builder.Output(DeepGraph.Score, builder.Node("ReduceSum", [DeepGraph.Input], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 0L)), 2);

        GraphSize size = OnnxValidator.Check(new OnnxModel { Graph = builder.Build("test") }, SequenceKind.Numbers, 2);

        Assert.AreEqual("MatMul_1", square);
        Assert.AreEqual((4L, 2L + 1 + 2, 1L), (size.ValuesPerRow, size.ValuesPerStep, size.ValuesPerPair));
        Assert.AreEqual(4 + (10 * 5) + 100, size.Values(10));
    }

    // With the rows as the last axis, a product would be a sum over them, and a row's score depend on the others.
    [TestMethod]
    public void Product_ThatSumsOverRows_IsRefused()
    {
        OnnxGraphBuilder builder = new();
        string members = builder.Node("Reshape", [builder.Input(DeepGraph.Input, 6), builder.Constant([-1, 2, 3])]);
        string byMember = builder.Node("Transpose", [members], OnnxAttribute.Of("perm", [1L, 0, 2]));
        string rowsLast = builder.Node("Transpose", [byMember], OnnxAttribute.Of("perm", [0L, 2, 1]));
        builder.Output(DeepGraph.Score, builder.Node("MatMul", [rowsLast, byMember]), 3);

        FormatException refusal = Assert.ThrowsExactly<FormatException>(() => OnnxValidator.Check(new OnnxModel { Graph = builder.Build("test") }, DeepGraph.Input, 6));

        Assert.Contains("do not fit together", refusal.Message);
    }

    // Else it would be scored row by row: what a recurrent operator gives has four axes as images have.
    [TestMethod]
    public void Size_OfARecurrentGraph_HasNoMaps()
    {
        GraphSize size = OnnxValidator.Check(new OnnxModel { Graph = ToySequence.Graph }, SequenceKind.Tokens, ToySequence.Tokens);

        Assert.AreEqual(0, size.WidestMap);
        Assert.AreEqual(256, BlockSize.Of(size, 1, 0, threads: 1).RowsPerCall);
        Assert.AreEqual(ToySequence.MostSteps, size.MostSteps);
    }

    [TestMethod]
    public void Size_OfStepsInFourAxes_CountsAllValues()
    {
        OnnxGraphBuilder builder = Begin(SequenceKind.Numbers);
        builder.Node("Reshape", [DeepGraph.Input, builder.Constant([0, 0, 2, 1])]);
        builder.Output(DeepGraph.Score, builder.Node("ReduceSum", [DeepGraph.Input], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 0L)), 2);

        Assert.AreEqual(2 + 1 + 2, OnnxValidator.Check(new OnnxModel { Graph = builder.Build("test") }, SequenceKind.Numbers, 2).ValuesPerStep);
    }

    private static OnnxGraphBuilder Begin(SequenceKind kind)
    {
        OnnxGraphBuilder builder = new();
        foreach (OnnxValue input in DeepGraph.Inputs(kind, 2))
        {
            builder.Input(input);
        }
        return builder;
    }

    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(number => (float)number)];

    /// <summary>Runs a graph on ones after the checks have passed it.</summary>
    private static (float[] Values, long[] Shape) Run(OnnxGraph graph, SequenceKind kind, string edge, int rows, int steps)
    {
        OnnxGraph read = OnnxReader.Read(OnnxWriter.Write(new OnnxModel { Graph = graph })).Graph;
        OnnxEdges edges = new();
        OnnxInputCheck.AddSequences(read, kind, 2, edges);
        foreach (OnnxTensor constant in read.Initializers)
        {
            OnnxConstantCheck.Add(constant, edges);
        }
        foreach (OnnxNode node in read.Nodes)
        {
            OnnxNodeCheck.Add(node, edges);
        }
        Assert.AreSequenceEqual([OnnxShape.Rows, OnnxShape.Steps], edges.Shape(edge)![..2]);
        graph = graph with { Outputs = [new OnnxValue(edge, OnnxElementType.Single, [null, null, edges.Shape(edge)![2]])] };
        using InferenceSession session = new(OnnxWriter.Write(new OnnxModel { Graph = graph }));
        using OrtValue input = kind == SequenceKind.Tokens
            ? OrtValue.CreateTensorValueFromMemory(Enumerable.Repeat(1L, rows * steps).ToArray(), [rows, steps])
            : OrtValue.CreateTensorValueFromMemory(new float[rows * steps * 2], [rows, steps, 2]);
        using OrtValue mask = OrtValue.CreateTensorValueFromMemory(Enumerable.Repeat(1f, rows * steps).ToArray(), [rows, steps]);
        using RunOptions options = new();
        Dictionary<string, OrtValue> values = new() { [graph.Inputs[0].Name] = input, [DeepGraph.Mask] = mask };
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, values, [edge]);
        return (results[0].GetTensorDataAsSpan<float>().ToArray(), results[0].GetTensorTypeAndShape().Shape);
    }
}
