using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Graphs made to do harm are refused by name, in a process that would show the harm.</summary>
[TestClass]
public sealed class HostileGraphTests
{
    private static readonly DeepModel s_model = ToyModel.ModelOf(TaskKind.Regression);
    private static readonly byte[] s_zip = Save();
    private static readonly Lazy<IReadOnlyList<TrialResult>> s_results = new(() => Try(HostileGraph.All.Select(graph => graph.Bytes())));

    public static IEnumerable<TestDataRow<int>> Cases =>
        HostileGraph.All.Select((graph, index) => new TestDataRow<int>(index) { DisplayName = graph.Name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Graph_MadeToDoHarm_IsRefusedByName(int index)
    {
        TrialResult result = s_results.Value[index];
        Assert.AreEqual(HostileGraph.All[index].Error, result.Text, result.Ended);
        Assert.AreEqual(TrialResult.Refused, result.Ended);
        Assert.IsLessThan(ModelTrials.MostMegabytes, result.PeakMegabytes);
    }

    // As much as passes: the most nodes, one behind the other, and the most values on edges for a small file.
    [TestMethod]
    public void Graph_AsLargeAsIsAccepted_ScoresInBoundedMemory()
    {
        OnnxGraph graph = OnnxReader.Read(s_model.Graph).Graph;
        OnnxNode first = graph.Nodes[0] with { Inputs = ["3997", .. graph.Nodes[0].Inputs.Skip(1)] };
        OnnxNode[] chain = [.. Enumerable.Range(0, 3998).Select(i => new OnnxNode("Tanh", [i == 0 ? "Features" : $"{i - 1}"], [$"{i}"], []))];
        OnnxNode mean = new("ReduceMean", ["Features"], ["mean"], [OnnxAttribute.Of("axes", [-1])]);
        OnnxNode[] wide = [mean, .. Enumerable.Range(0, 79).Select(i => new OnnxNode("Add", [i == 0 ? "mean" : $"{i - 1}", "wide"], [$"{i}"], []))];
        OnnxNode narrow = new("ReduceMean", ["78"], ["narrow"], [OnnxAttribute.Of("axes", [-1])]);
        OnnxNode score = new("Identity", ["narrow"], ["Score"], []);
        OnnxTensor constant = OnnxTensor.Of("wide", new float[1 << 20], 1, 1 << 20);
        IReadOnlyList<TrialResult> results = Try(
        [
            OnnxWriter.Write(new OnnxModel { Graph = graph with { Nodes = [.. chain, first, .. graph.Nodes.Skip(1)] } }),
            OnnxWriter.Write(new OnnxModel { Graph = graph with { Nodes = [.. wide, narrow, score], Initializers = [constant] } }),
        ]);
        foreach (TrialResult result in results)
        {
            Assert.AreEqual(TrialResult.Scored, result.Ended, result.Text);
            Assert.IsLessThan(ModelTrials.MostMegabytes, result.PeakMegabytes);
        }
    }

    // The most convolutions, and the widest images of one channel, that takes the memory of sixteen, all of them needed at the end.
    [TestMethod]
    public void GraphOfImages_AsLargeAsIsAccepted_ScoresInBoundedMemory()
    {
        OnnxGraphBuilder wide = new();
        string image = Image(wide, wide.Constant(OnnxTensor.Of("wide", new float[1 << 20], 1, 1, 1024, 1024)));
        string[] filtered = [.. Enumerable.Range(0, 3).Select(i => Convolution(wide, image, i))];
        string joined = wide.Node("Concat", [.. filtered.Select(edge => wide.Node("GlobalAveragePool", [edge]))], OnnxAttribute.Of("axis", 1L));

        OnnxGraphBuilder deep = new();
        string small = Image(deep, deep.Constant(0));
        string last = Enumerable.Range(0, 550).Aggregate(small, (edge, i) => Convolution(deep, edge, i));
        foreach (TrialResult result in Try([Scored(wide, joined), Scored(deep, last)]))
        {
            Assert.AreEqual(TrialResult.Scored, result.Ended, result.Text);
            Assert.IsLessThan(ModelTrials.MostMegabytes, result.PeakMegabytes);
        }
    }

    // Under the right seal, as whoever made the damage would put it there.
    [TestMethod]
    public void GraphOfImages_WithFlippedBits_IsAFormatErrorOrScoresInBoundedMemory()
    {
        OnnxGraph graph = OnnxReader.Read(s_model.Graph).Graph, image = ToyImage.Graph(1, 3);
        OnnxNode sum = new("ReduceMean", ["Columns"], ["Mean"], [OnnxAttribute.Of("axes", [-1])]);
        OnnxNode[] nodes = [.. image.Nodes.SkipLast(1), image.Nodes[^1] with { Outputs = ["Columns"] }, sum, new("Identity", ["Mean"], ["Score"], [])];
        byte[] bytes = OnnxWriter.Write(new OnnxModel { Graph = image with { Nodes = nodes, Outputs = graph.Outputs } });
        Random random = new(51);
        IReadOnlyList<TrialResult> results = Try([bytes, .. Enumerable.Range(0, 600).Select(_ => Flipped(bytes, random))]);
        Assert.AreEqual(TrialResult.Scored, results[0].Ended, results[0].Text);
        foreach (TrialResult result in results)
        {
            Assert.IsTrue(result.Ended is TrialResult.Scored or TrialResult.Refused, $"{result}");
            Assert.IsLessThan(ModelTrials.MostMegabytes, result.PeakMegabytes);
        }
    }

    /// <summary>The mean of the features as an image of one place, plus a constant.</summary>
    private static string Image(OnnxGraphBuilder graph, string constant)
    {
        string mean = graph.Node("ReduceMean", [graph.Input(DeepGraph.Input, ToyModel.FeatureCount)], OnnxAttribute.Of("axes", [-1]));
        return graph.Node("Add", [graph.Node("Reshape", [mean, graph.Constant([-1, 1, 1, 1])]), constant]);
    }

    private static string Convolution(OnnxGraphBuilder graph, string edge, int number) => graph.Node(
        "Conv",
        [edge, graph.Constant(OnnxTensor.Of($"filter {number}", new float[9], 1, 1, 3, 3))],
        OnnxAttribute.Of("kernel_shape", 3, 3), OnnxAttribute.Of("strides", 1, 1), OnnxAttribute.Of("pads", 1, 1, 1, 1), OnnxAttribute.Of("group", 1L));

    /// <summary>The graph with the mean of an edge as its score.</summary>
    private static byte[] Scored(OnnxGraphBuilder graph, string edge)
    {
        string values = graph.Node("Flatten", [edge], OnnxAttribute.Of("axis", 1L));
        graph.Output(DeepGraph.Score, graph.Node("ReduceMean", [values], OnnxAttribute.Of("axes", [-1])), 1);
        return OnnxWriter.Write(new OnnxModel { Graph = graph.Build("images") });
    }

    private static byte[] Flipped(byte[] bytes, Random random)
    {
        byte[] flipped = [.. bytes];
        flipped[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private static IReadOnlyList<TrialResult> Try(IEnumerable<byte[]> graphs)
    {
        byte[] description = ModelFile.WriteDescription(s_model.Description);
        return ModelTrials.Run(ToyRow.View(8), [.. graphs.Select(graph => ModelZip.Sealed(s_zip, description, graph))]);
    }

    private static byte[] Save()
    {
        using DeepTransformer transformer = new(s_model);
        return ModelZip.Save(transformer);
    }
}
