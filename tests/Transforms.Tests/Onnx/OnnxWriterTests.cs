using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>What the writer says, ONNX Runtime understands.</summary>
[TestClass]
public sealed class OnnxWriterTests
{
    [TestMethod]
    [DataRow(TaskKind.BinaryClassification, "Score, Probability")]
    [DataRow(TaskKind.MulticlassClassification, "Score")]
    [DataRow(TaskKind.Regression, "Score")]
    public void Graph_OfATask_RunsInBareOnnxRuntime(TaskKind task, string outputs)
    {
        using DeepTransformer transformer = ToyModel.Of(task);
        using MemoryStream file = new();
        transformer.SaveOnnx(file);
        using InferenceSession session = new(file.ToArray());
        Assert.AreEqual("Features", string.Join(", ", session.InputNames));
        Assert.AreSequenceEqual([-1, ToyModel.FeatureCount], session.InputMetadata["Features"].Dimensions);
        Assert.AreEqual(outputs, string.Join(", ", session.OutputNames));

        float[] features = [.. ToyRow.FeaturesOf(5), .. ToyRow.FeaturesOf(6)];
        float[] expected = task == TaskKind.MulticlassClassification
            ? [.. ToyModel.ClassProbabilities(features.AsSpan(0, 3)), .. ToyModel.ClassProbabilities(features.AsSpan(3))]
            : [ToyModel.Linear(features.AsSpan(0, 3)), ToyModel.Linear(features.AsSpan(3))];
        Assert.IsLessThan(1e-6f, Run(session, features).Zip(expected, (one, other) => Math.Abs(one - other)).Max());
    }

    [TestMethod]
    public void Graph_WithEveryKindOfPart_ComputesRight()
    {
        OnnxGraphBuilder graph = new();
        string features = graph.Input("Features", 3);
        string negative = graph.Node("LeakyRelu", [features], OnnxAttribute.Of("alpha", 0.5f)); // a float attribute
        string order = graph.Constant(OnnxTensor.Of("größe 😀", [2L, 0L, 1L], 3)); // integers, and a name in UTF-8
        string gathered = graph.Node("Gather", [negative, order], OnnxAttribute.Of("axis", 1L));
        string sum = graph.Node("ReduceSum", [gathered], OnnxAttribute.Of("axes", [1])); // a list
        string scaled = graph.Node("Mul", [graph.Node("Add", [gathered, sum]), graph.Constant(10)]); // a scalar
        graph.Output("Score", scaled, 3);
        byte[] bytes = OnnxWriter.Write(new OnnxModel { Graph = graph.Build("größe"), Metadata = new Dictionary<string, string> { ["Klasse"] = "grün 😀" } });
        using InferenceSession session = new(bytes);
        Assert.AreSequenceEqual([50f, 30f, 80f], Run(session, [-2, 4, 1])); // (1, -1, 4) plus their sum, times 10
        Assert.AreEqual("grün 😀", session.ModelMetadata.CustomMetadataMap["Klasse"]);
        Assert.AreEqual("MLNetDeep", session.ModelMetadata.ProducerName);
        Assert.AreEqual("größe", session.ModelMetadata.GraphName);
    }

    // The columns are 54 and 95, those of the mirror image 59 and 45; twice that of the second row, which does not mix with the first.
    [TestMethod]
    public void Graph_OfImages_ComputesRightAfterItWasRead()
    {
        byte[] bytes = OnnxWriter.Write(new OnnxModel { Graph = ToyImage.Graph(2, 3) });
        OnnxModel read = OnnxReader.Read(bytes);
        OnnxValidator.Check(read, DeepGraph.Input, 6);
        Assert.AreSequenceEqual(bytes, OnnxWriter.Write(read));
        using InferenceSession session = new(bytes);
        Assert.AreSequenceEqual([56.5f, 70, 113, 140], Run(session, [1, 2, 3, 4, 5, 9, 2, 4, 6, 8, 10, 18], width: 6));
    }

    [TestMethod]
    public void Attribute_WithoutAValue_IsAnError()
    {
        OnnxGraph graph = new("", [new OnnxNode("Gemm", [], ["y"], [new OnnxAttribute("alpha")])], [], [], []);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => OnnxWriter.Write(new OnnxModel { Graph = graph }));
        Assert.AreEqual("Attribute 'alpha' has no value.", error.Message);
    }

    // The tensors share their numbers: what is too large is found before anything is written.
    [TestMethod]
    public void Graph_OfMoreThanTwoGigabytes_IsAnErrorWithItsSize()
    {
        const int MostBytes = 1 << 20;
        OnnxTensor[] weights = [.. Enumerable.Repeat(new OnnxTensor("w", OnnxElementType.Single, [1 << 24], new byte[1 << 26]), 33)];
        OnnxModel model = new() { Graph = new OnnxGraph("", [], weights, [], []) };
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => OnnxWriter.Write(model));
        Assert.IsLessThan(MostBytes, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.AreEqual(
            "The network does not fit in an ONNX file, which holds 2147483591 bytes: it needs 2214593234. Use smaller layers or fewer feature slots.",
            error.Message);
    }

    private static float[] Run(InferenceSession session, float[] features, int width = 3)
    {
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(features, [features.Length / width, width]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> results =
            session.Run(options, new Dictionary<string, OrtValue> { ["Features"] = input }, ["Score"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
