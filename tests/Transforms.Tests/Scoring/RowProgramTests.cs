using Microsoft.ML.Data;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Single rows have the scores that ONNX Runtime gives blocks of them.</summary>
[TestClass]
public sealed class RowProgramTests
{
    private const int Width = 6;

    private static readonly Dictionary<string, Func<OnnxGraphBuilder, string, string>> s_operators = new()
    {
        ["Identity"] = (graph, input) => graph.Node("Identity", [input]),
        ["Abs"] = (graph, input) => graph.Node("Abs", [input]),
        ["Sqrt"] = (graph, input) => graph.Node("Sqrt", [graph.Node("Abs", [input])]),
        ["Tanh"] = (graph, input) => graph.Node("Tanh", [input]),
        ["Relu"] = (graph, input) => graph.Node("Relu", [input]),
        ["Sigmoid"] = (graph, input) => graph.Node("Sigmoid", [input]),
        ["Softmax"] = (graph, input) => graph.Node("Softmax", [input], OnnxAttribute.Of("axis", 1L)),
        ["Softmax of large numbers"] = (graph, input) => graph.Node("Softmax", [graph.Node("Mul", [input, graph.Constant(1e4f)])], OnnxAttribute.Of("axis", 1L)),
        ["Add"] = (graph, input) => graph.Node("Add", [input, Vector(graph)]),
        ["Sub of a number"] = (graph, input) => graph.Node("Sub", [input, graph.Constant(2)]),
        ["Sub of a mean"] = (graph, input) => graph.Node("Sub", [input, graph.Node("ReduceMean", [input], OnnxAttribute.Of("axes", [-1]))]),
        ["Mul"] = (graph, input) => graph.Node("Mul", [input, input]),
        ["Div"] = (graph, input) => graph.Node("Div", [input, Vector(graph)]),
        ["Less, Where"] = (graph, input) => graph.Node("Where", [graph.Node("Less", [input, graph.Constant(0.5f)]), input, Vector(graph)]),
        ["Less than each of a vector"] = (graph, input) => graph.Node("Where", [graph.Node("Less", [input, Vector(graph)]), input, Vector(graph)]),
        ["An edge called as memory of a matrix could be"] = (graph, input) =>
        {
            string layer = graph.Node("Gemm", [input, Matrix(graph), Vector(graph)]);
            graph.Constant(OnnxTensor.Of($"{layer}/values", [5f, 4, 3, 2, 1, 0], Width));
            return graph.Node("Add", [graph.Node("Add", [layer, $"{layer}/values"]), graph.Node("Relu", [layer])]);
        },
        ["Clip"] = (graph, input) => graph.Node("Clip", [input, graph.Constant(-0.5f), graph.Constant(0.5f)]),
        ["Gemm"] = (graph, input) => graph.Node("Gemm", [input, Matrix(graph), Vector(graph)], OnnxAttribute.Of("transB", 1L)),
        ["Gemm by feature"] = (graph, input) => graph.Node("Gemm", [input, Matrix(graph), Vector(graph)]),
        ["Gemm, BatchNormalization, Relu"] = (graph, input) => graph.Node("Relu", [Normalized(graph, graph.Node("Gemm", [input, Matrix(graph), Vector(graph)], OnnxAttribute.Of("transB", 1L)))]),
        ["Gemm by feature, BatchNormalization"] = (graph, input) => Normalized(graph, graph.Node("Gemm", [input, Matrix(graph), Vector(graph)])),
        ["Concat, Gemm"] = (graph, input) => graph.Node(
            "Gemm",
            [
                graph.Node("Concat", [graph.Node("Tanh", [input]), input], OnnxAttribute.Of("axis", 1L)),
                graph.Constant(OnnxTensor.Of("wide", [.. Enumerable.Range(0, 2 * Width * Width).Select(number => MathF.Sin(number))], Width, 2 * Width)),
                Vector(graph),
            ],
            OnnxAttribute.Of("transB", 1L)),
        ["Gemm, Relu"] = (graph, input) => graph.Node("Relu", [graph.Node("Gemm", [input, Matrix(graph), Vector(graph)])]),
        ["Gemm with two users"] = (graph, input) =>
        {
            string layer = graph.Node("Gemm", [input, Matrix(graph), Vector(graph)]);
            return graph.Node("Add", [graph.Node("Relu", [layer]), layer]);
        },
        ["BatchNormalization with two users"] = (graph, input) =>
        {
            string layer = Normalized(graph, graph.Node("Gemm", [input, Matrix(graph), Vector(graph)]));
            return graph.Node("Sub", [layer, graph.Node("Relu", [layer])]);
        },
        ["Relu before BatchNormalization"] = (graph, input) => Normalized(graph, graph.Node("Relu", [graph.Node("Gemm", [input, Matrix(graph), Vector(graph)])])),
        ["Scaling"] = (graph, input) => Scaled(graph, input),
        ["Scaling, Gemm"] = (graph, input) => graph.Node("Gemm", [Scaled(graph, input), Matrix(graph), Vector(graph)]),
        ["BatchNormalization"] = Normalized,
    };

    public static IEnumerable<object[]> Operators => s_operators.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Operators))]
    public void Row_ByEachOperator_IsThatOfONNXRuntime(string name)
    {
        OnnxGraphBuilder builder = new();
        builder.Output(DeepGraph.Score, s_operators[name](builder, builder.Input(DeepGraph.Input, Width)), Width);
        OnnxGraph graph = builder.Build("test");
        using OnnxScorer scorer = ToyModel.Scorer(new DeepModel(ToyModel.Describe(TaskKind.MulticlassClassification, Width) with { FeatureCount = Width }, OnnxWriter.Write(new OnnxModel { Graph = graph })));
        Assert.IsNotNull(scorer.Program);
        using RowBuffer rows = new(scorer, scorer.Program);
        using ScoringBuffer blocks = new(scorer, capacity: 1);
        foreach (float[] features in (float[][])[[0, 1, -1, 0.5f, -2, 3], [0, 0, 0, 0, 0, 0], [-1e6f, 1e6f, 1e-6f, 7, -7, 0]])
        {
            VBuffer<float> row = new(Width, features);
            rows.Take(0, row);
            blocks.Take(0, row);
            rows.Score(1);
            blocks.Score(1);
            foreach ((float expected, float actual) in blocks.Output(0, 0).ToArray().Zip(rows.Output(0, 0).ToArray()))
            {
                Assert.AreEqual(expected, actual, 1e-5 * Math.Max(1, Math.Abs(expected)), name);
            }
        }
    }

    [TestMethod]
    [DataRow("Erf")]
    [DataRow("Selu")]
    [DataRow("Softplus")]
    public void Graph_WithAnotherOperator_IsLeftToONNXRuntime(string operatorType)
    {
        OnnxGraphBuilder graph = new();
        graph.Output(DeepGraph.Score, graph.Node(operatorType, [graph.Input(DeepGraph.Input, Width)]), Width);

        Assert.IsNull(RowProgram.Of(graph.Build("test")));
    }

    [TestMethod]
    public void Graph_OfImages_IsLeftToONNXRuntime() => Assert.IsNull(RowProgram.Of(ToyImage.Graph(1, Width)));

    // All that a graph may do with features before it makes images of them, and without.
    [TestMethod]
    [DataRow("Flatten")]
    [DataRow("Transpose")]
    [DataRow("Slice")]
    [DataRow("Reshape")]
    public void Graph_WithAnOperatorOfImagesOnFeatures_IsLeftToONNXRuntime(string operatorType)
    {
        OnnxGraphBuilder graph = new();
        string input = graph.Input(DeepGraph.Input, Width), last = graph.Constant([-1]);
        string edge = operatorType switch
        {
            "Flatten" => graph.Node("Flatten", [input], OnnxAttribute.Of("axis", 1L)),
            "Transpose" => graph.Node("Transpose", [input], OnnxAttribute.Of("perm", 0, 1)),
            "Slice" => graph.Node("Slice", [input, last, graph.Constant([long.MinValue]), graph.Constant([1]), last]),
            _ => graph.Node("Reshape", [input, graph.Constant([-1, Width])]),
        };
        graph.Output(DeepGraph.Score, graph.Node("Relu", [edge]), Width);
        OnnxValidator.Check(new OnnxModel { Graph = graph.Build("test") }, DeepGraph.Input, Width);

        Assert.IsNull(RowProgram.Of(graph.Build("test")));
    }

    [TestMethod]
    public void Graph_ThatChoosesANumberForAll_IsLeftToONNXRuntime()
    {
        OnnxGraphBuilder graph = new();
        string input = graph.Input(DeepGraph.Input, Width);
        graph.Output(DeepGraph.Score, graph.Node("Where", [graph.Node("Less", [input, graph.Constant(1)]), input, graph.Constant(2)]), Width);

        Assert.IsNull(RowProgram.Of(graph.Build("test")));
    }

    [TestMethod]
    public void Layer_WithItsNormalizationAndReLU_IsOneStep()
    {
        OnnxGraphBuilder graph = new();
        string layer = graph.Node("Gemm", [graph.Input(DeepGraph.Input, Width), Matrix(graph), Vector(graph)]);
        graph.Output(DeepGraph.Score, graph.Node("Relu", [Normalized(graph, layer)]), Width);
        int vectors = graph.Build("test").Initializers.Count - 1;

        Assert.HasCount(vectors + 3, RowProgram.Of(graph.Build("test"))!.CreateMemory()); // input, layer, output
    }

    // What is computed in one step has no value in between.
    [TestMethod]
    public void Graph_ThatLooksIntoTheScaling_IsLeftToONNXRuntime()
    {
        OnnxGraphBuilder graph = new();
        string input = graph.Input(DeepGraph.Input, Width), scaled = Scaled(graph, input), inside = graph.Build("test").Nodes[0].Outputs[0];
        graph.Output(DeepGraph.Score, graph.Node("Add", [scaled, scaled]), Width);
        Assert.IsNotNull(RowProgram.Of(graph.Build("test")));

        graph.Node("Sqrt", [inside]);
        Assert.IsNull(RowProgram.Of(graph.Build("test")));
    }

    [TestMethod]
    public void Graph_WhoseOutputLiesInsideALayer_KeepsIt()
    {
        OnnxGraphBuilder builder = new();
        string layer = builder.Node("Gemm", [builder.Input(DeepGraph.Input, Width), Matrix(builder), Vector(builder)]);
        builder.Node("Relu", [layer]);
        builder.Output(DeepGraph.Score, layer, Width);
        RowProgram program = RowProgram.Of(builder.Build("test"))!;
        float[][] memory = program.CreateMemory();
        program.Run(memory);

        Assert.AreSequenceEqual([1, -2, 3, 0.5f, 4, -0.25f], memory[program.Place(DeepGraph.Score)]); // the bias
    }

    [TestMethod]
    public void Graph_WhoseOutputIsThatOfALayer_KeepsWhatComesBeforeTheReLU()
    {
        OnnxGraphBuilder builder = new();
        string layer = builder.Node("Gemm", [builder.Input(DeepGraph.Input, Width), Matrix(builder), Vector(builder)]);
        builder.Node("Relu", [layer]);
        RowProgram program = RowProgram.Of(builder.Build("test") with { Outputs = [new OnnxValue(layer, OnnxElementType.Single, [null, Width])] })!;
        float[][] memory = program.CreateMemory();
        program.Run(memory);

        Assert.AreSequenceEqual([1, -2, 3, 0.5f, 4, -0.25f], memory[program.Place(layer)]); // the bias
    }

    [TestMethod]
    public void Graph_WhoseOutputLiesInsideTheScaling_IsLeftToONNXRuntime()
    {
        OnnxGraphBuilder graph = new();
        Scaled(graph, graph.Input(DeepGraph.Input, Width));
        OnnxGraph built = graph.Build("test");
        OnnxGraph inside = built with { Outputs = [new OnnxValue(built.Nodes[0].Outputs[0], OnnxElementType.Single, [null, Width])] };

        Assert.IsNull(RowProgram.Of(inside));
    }

    // Filled up to whole vectors, these would take sixteen times the memory.
    [TestMethod]
    public void Graph_OfOneOutputForMillionsOfFeatures_IsLeftToONNXRuntime()
    {
        const int Features = 1 << 20;
        OnnxGraphBuilder graph = new();
        string weights = graph.Constant(OnnxTensor.Of("weights", new float[Features], 1, Features)), bias = graph.Constant(OnnxTensor.Of("bias", [0f], 1));
        graph.Output(DeepGraph.Score, graph.Node("Gemm", [graph.Input(DeepGraph.Input, Features), weights, bias], OnnxAttribute.Of("transB", 1L)), 1);

        Assert.IsNull(RowProgram.Of(graph.Build("test")));
    }

    // A panel of 64 outputs for 33 of them takes twice the memory.
    [TestMethod]
    [DataRow(32, true)]
    [DataRow(33, false)]
    public void Graph_WhosePanelsAreLarge_IsLeftToONNXRuntime(int outputs, bool isPacked)
    {
        const int Features = 80_000;
        OnnxGraphBuilder graph = new();
        string weights = graph.Constant(OnnxTensor.Of("weights", new float[Features * outputs], outputs, Features)), bias = graph.Constant(OnnxTensor.Of("bias", new float[outputs], outputs));
        graph.Output(DeepGraph.Score, graph.Node("Gemm", [graph.Input(DeepGraph.Input, Features), weights, bias], OnnxAttribute.Of("transB", 1L)), outputs);

        Assert.AreEqual(isPacked, RowProgram.Of(graph.Build("test")) is not null);
    }

    [TestMethod]
    public void Graph_OfManyWeights_IsLeftToONNXRuntime()
    {
        OnnxGraphBuilder graph = new();
        string Layer(string input, int units) => graph.Node(
            "Gemm", [input, graph.Constant(OnnxTensor.Of($"weight{units}", new float[Width * units], Width, units)), graph.Constant(OnnxTensor.Of($"bias{units}", new float[units], units))]);
        string features = graph.Input(DeepGraph.Input, Width);
        Layer(features, 1000);
        Assert.IsNotNull(RowProgram.Of(graph.Build("test")));

        Layer(features, 700_000);
        Assert.IsNull(RowProgram.Of(graph.Build("test")));
    }

    [TestMethod]
    public void Row_OfADisposedModel_IsRefused()
    {
        OnnxScorer scorer = ToyModel.Scorer(ToyModel.ModelOf(TaskKind.Regression));
        using RowBuffer rows = new(scorer, scorer.Program!);
        rows.Score(1);
        scorer.Dispose();

        Assert.ThrowsExactly<ObjectDisposedException>(() => rows.Score(1));
    }

    private static string Normalized(OnnxGraphBuilder graph, string input) => graph.Node(
        "BatchNormalization", [input, Vector(graph), Vector(graph), Vector(graph), graph.Constant(OnnxTensor.Of("variance", [1f, 2, 3, 4, 5, 6], Width))], OnnxAttribute.Of("epsilon", 0.1f));

    private static string Scaled(OnnxGraphBuilder graph, string input) => FeatureScaling.ToOnnx(
        graph, input, OnnxTensor.Of(FeatureScaling.MedianName, [1f, -2, 3, 0.5f, 4, -0.25f], Width), OnnxTensor.Of(FeatureScaling.ScaleName, [0f, 1e-3f, 1, 2, 1e6f, 0.5f], Width));

    private static string Vector(OnnxGraphBuilder graph) => graph.Constant(OnnxTensor.Of($"vector{Guid.NewGuid()}", [1, -2, 3, 0.5f, 4, -0.25f], Width));

    private static string Matrix(OnnxGraphBuilder graph) =>
        graph.Constant(OnnxTensor.Of("matrix", [.. Enumerable.Range(0, Width * Width).Select(index => MathF.Cos(index))], Width, Width));
}
