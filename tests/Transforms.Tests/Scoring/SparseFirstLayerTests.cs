using Microsoft.ML.Data;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Scaling and first layer out of the numbers that are not zero are those of the whole graph.</summary>
[TestClass]
public sealed class SparseFirstLayerTests
{
    private const int Width = 50, Units = 3;

    public static IEnumerable<object[]> Rows =>
    [
        ["zeros", (float[])[]],
        ["numbers", (float[])[1, 0, -2.5f, 1e9f]],
        ["missing numbers", (float[])[float.NaN, float.PositiveInfinity, float.MinValue, 0, float.NaN]],
        ["the medians", (float[])[-1, 0, 1]],
    ];

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void Outputs_OfSparseAndDenseRows_AreThoseOfTheFormula(string kind, float[] firstValues)
    {
        SparseFirstLayer layer = SparseFirstLayer.Of(Graph())!;
        float[] dense = [.. firstValues, .. new float[Width - firstValues.Length]];
        int[] slots = [.. Enumerable.Range(0, Width).Where(slot => dense[slot] != 0)];
        VBuffer<float> sparse = new(Width, slots.Length, [.. slots.Select(slot => dense[slot])], slots);
        float[] outputs = new float[Units], again = new float[Units];

        layer.Compute(sparse, outputs);
        layer.Compute(new VBuffer<float>(Width, dense), again);

        Assert.AreSequenceEqual(outputs, again);
        for (int unit = 0; unit < Units; unit++)
        {
            double expected = Bias(unit) + Enumerable.Range(0, Width).Sum(slot => Scaled(dense[slot], slot) * Weight(slot, unit));
            Assert.AreEqual(expected, outputs[unit], 1e-5 * Math.Max(1, Math.Abs(expected)), kind);
        }
    }

    [TestMethod]
    [DataRow(-1f, DisplayName = "its median")]
    [DataRow(float.NaN, DisplayName = "a missing number")]
    public void Outputs_OfARowWithNoneOfAHeavyFeature_AreThoseOfItsOtherFeatures(float heavy)
    {
        VBuffer<float> row = new(Width, 3, [heavy, 2, 3], [0, 7, 49]);
        float[] outputs = new float[Units], again = new float[Units];

        SparseFirstLayer.Of(Graph())!.Compute(row, outputs);
        SparseFirstLayer.Of(Graph(weightOfFirst: 1e9f))!.Compute(row, again); // whose zero adds as much

        Assert.AreSequenceEqual(outputs, again);
    }

    [TestMethod]
    public void Compute_AllocatesNothing()
    {
        SparseFirstLayer layer = SparseFirstLayer.Of(Graph())!;
        VBuffer<float> row = new(Width, 3, [1, 2, 3], [0, 7, 49]);
        float[] outputs = new float[Units];
        layer.Compute(row, outputs);

        long before = GC.GetAllocatedBytesForCurrentThread();
        layer.Compute(row, outputs);
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Rest_BeginsBehindTheLayerAndHasItsConstantsAlone()
    {
        OnnxGraph rest = SparseFirstLayer.Of(Graph())!.Rest;

        Assert.AreSequenceEqual(["Relu", "Identity"], rest.Nodes.Select(node => node.OperatorType));
        Assert.IsEmpty(rest.Initializers);
        Assert.AreEqual(Units, OnnxValidator.Check(new OnnxModel { Graph = rest }, rest.Inputs[0].Name, Units).ValuesPerRow / 3); // input, Relu, Identity
    }

    [TestMethod]
    public void Graph_WithTheMatrixByUnit_IsForDenseRows()
    {
        OnnxGraphBuilder graph = new();
        string scaled = Scale(graph);
        OnnxTensor byUnit = OnnxTensor.Of("weight", new float[Units * Width], Units, Width);
        graph.Output("Score", graph.Node("Gemm", [scaled, graph.Constant(byUnit), graph.Constant(OnnxTensor.Of("bias", new float[Units], Units))], OnnxAttribute.Of("transB", 1L)), Units);

        Assert.IsNull(SparseFirstLayer.Of(graph.Build("test")));
    }

    [TestMethod]
    public void Graph_WithAnotherScaling_IsForDenseRows()
    {
        OnnxGraph graph = Graph();
        OnnxTensor bend = graph.Initializers.Single(constant => constant.Shape.Count == 0 && constant.Singles[0] == 144);
        OnnxGraph other = graph with { Initializers = [.. graph.Initializers.Select(constant => constant == bend ? OnnxTensor.Of(bend.Name, [9f]) : constant)] };

        Assert.IsNotNull(SparseFirstLayer.Of(graph));
        Assert.IsNull(SparseFirstLayer.Of(other));
        Assert.IsNull(SparseFirstLayer.Of(graph with { Nodes = [.. graph.Nodes.Skip(1)] }));
        Assert.IsNull(SparseFirstLayer.Of(graph with { Initializers = [.. graph.Initializers.Skip(1)] }));
    }

    [TestMethod]
    [DataRow("scaling.median", new long[0])]
    [DataRow("scaling.median", new long[] { 1 })]
    [DataRow("scaling.median", new long[] { 1, Width })]
    [DataRow("scaling.scale", new long[] { 1 })]
    [DataRow("scaling.scale", new long[] { Width + 1 })]
    public void Graph_WithAScalingOfAnotherShape_IsForDenseRows(string name, long[] shape)
    {
        OnnxGraph graph = Graph();
        OnnxTensor other = OnnxTensor.Of(name, new float[shape.Aggregate(1L, (product, size) => product * size)], shape);

        Assert.IsNull(SparseFirstLayer.Of(graph with { Initializers = [.. graph.Initializers.Select(constant => constant.Name == name ? other : constant)] }));
    }

    [TestMethod]
    public void Graph_ThatLooksBehindTheLayer_IsRefused()
    {
        OnnxGraph graph = Graph();
        OnnxNode[] nodes = [.. graph.Nodes.SkipLast(1), new OnnxNode("Add", [graph.Nodes[^2].Outputs[0], "mean"], ["Score"], [])];
        OnnxNode mean = new("ReduceMean", [DeepGraph.Input], ["mean"], [OnnxAttribute.Of("axes", [-1])]);
        OnnxGraph other = graph with { Nodes = [.. nodes.SkipLast(1), mean, nodes[^1]] };
        ModelDescription description = ToyModel.Describe(TaskKind.MulticlassClassification, Units) with { FeatureCount = Width };
        DeepModel model = new(description, OnnxWriter.Write(new OnnxModel { Graph = other }));

        FormatException error = Assert.ThrowsExactly<FormatException>(() => ToyModel.Scorer(model));

        Assert.AreEqual(
            "The ONNX graph of the model is refused: node 'mean' (ReduceMean) reads 'Features', which nothing before it computes. Only graphs written by MLNetDeep are run.",
            error.Message);
    }

    [TestMethod]
    public void Graph_WhoseScoreIsTheLayer_IsForDenseRows()
    {
        OnnxGraph graph = Graph();
        OnnxNode[] nodes = [.. graph.Nodes.SkipLast(2)]; // without Relu and Identity
        nodes[^1] = nodes[^1] with { Outputs = ["Score"] };

        Assert.IsNull(SparseFirstLayer.Of(graph with { Nodes = nodes }));
    }

    private static OnnxGraph Graph(float weightOfFirst = 1)
    {
        OnnxGraphBuilder graph = new();
        string scaled = Scale(graph);
        float[] weights = [.. from slot in Enumerable.Range(0, Width) from unit in Enumerable.Range(0, Units) select Weight(slot, unit) * (slot == 0 ? weightOfFirst : 1)];
        OnnxTensor bias = OnnxTensor.Of("bias", [.. Enumerable.Range(0, Units).Select(Bias)], Units);
        string layer = graph.Node("Gemm", [scaled, graph.Constant(OnnxTensor.Of("weight", weights, Width, Units)), graph.Constant(bias)]);
        graph.Output("Score", graph.Node("Relu", [layer]), Units);
        return graph.Build("test");
    }

    private static string Scale(OnnxGraphBuilder graph)
    {
        IEnumerable<int> slots = Enumerable.Range(0, Width);
        return FeatureScaling.ToOnnx(
            graph, graph.Input(DeepGraph.Input, Width), OnnxTensor.Of("scaling.median", [.. slots.Select(Median)], Width), OnnxTensor.Of("scaling.scale", [.. slots.Select(Factor)], Width));
    }

    /// <summary>The scaling in double precision, from its definition.</summary>
    private static double Scaled(float value, int slot)
    {
        double scaled = (double.IsFinite(value) && value != float.MinValue ? value - Median(slot) : 0) * Factor(slot);
        return scaled / Math.Sqrt(1 + (scaled / 12 * (scaled / 12)));
    }

    private static float Median(int slot) => slot % 5 == 0 ? slot - 1 : 0;

    private static float Factor(int slot) => slot % 7 == 6 ? 0 : 0.5f + (slot % 3);

    private static float Weight(int slot, int unit) => MathF.Sin(slot + (100 * unit));

    private static float Bias(int unit) => unit - 0.5f;
}
