using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>What the shape rules promise, ONNX Runtime does.</summary>
[TestClass]
public sealed class OnnxShapeTests
{
    private const int Cases = 40; // of each operator

    public static IEnumerable<object[]> Operators => OperatorCase.Operators.Select(name => new object[] { name });

    /// <summary>But for the one that ONNX Runtime does not have: ModuleScorerTests do that.</summary>
    [TestMethod]
    public void Operators_AreAllTried() =>
        Assert.AreSequenceEqual(OnnxOperator.All.Keys.Except([ModuleGraph.Operator]).Order(), OperatorCase.Operators.Concat(SequenceShapeTests.Operators).Order());

    [TestMethod]
    [DynamicData(nameof(Operators))]
    public void Output_OfAnOperator_HasTheShapeThatItsRuleGives(string operatorType)
    {
        Random random = new(50);
        for (int number = 0; number < Cases; number++)
        {
            OperatorCase written = new(random);
            string edge = written.Write(operatorType);
            OnnxGraph graph = written.Graph.Build(operatorType);
            long[] expected = ShapeOf(graph);
            graph = graph with { Outputs = [new OnnxValue(edge, OnnxElementType.Single, [.. expected.Select(_ => (long?)null)])] };
            using InferenceSession session = new(OnnxWriter.Write(new OnnxModel { Graph = graph }));
            foreach (int rows in (int[])[1, 3])
            {
                Assert.AreSequenceEqual([-expected[0] * rows, .. expected[1..]], Run(session, graph, rows), $"case {number}, {rows} rows: {OnnxShape.Text(expected)}");
            }
        }
    }

    // What is written, is read and checked again.
    private static long[] ShapeOf(OnnxGraph graph)
    {
        OnnxGraph read = OnnxReader.Read(OnnxWriter.Write(new OnnxModel { Graph = graph })).Graph;
        OnnxEdges edges = new();
        edges.Add(DeepGraph.Input, [OnnxShape.Rows, graph.Inputs[0].Shape[1]!.Value]);
        foreach (OnnxTensor constant in read.Initializers)
        {
            OnnxConstantCheck.Add(constant, edges);
        }
        foreach (OnnxNode node in read.Nodes)
        {
            OnnxNodeCheck.Add(node, edges);
        }
        return edges.Shape(read.Nodes[^1].Outputs[0])!;
    }

    private static long[] Run(InferenceSession session, OnnxGraph graph, int rows)
    {
        long width = graph.Inputs[0].Shape[1]!.Value;
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(new float[rows * width], [rows, width]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> results =
            session.Run(options, new Dictionary<string, OrtValue> { [DeepGraph.Input] = input }, [graph.Outputs[0].Name]);
        return results[0].GetTensorTypeAndShape().Shape;
    }
}
