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
        OnnxNode first = graph.Nodes[0] with { Inputs = ["9997", .. graph.Nodes[0].Inputs.Skip(1)] };
        OnnxNode[] chain = [.. Enumerable.Range(0, 9998).Select(i => new OnnxNode("Tanh", [i == 0 ? "Features" : $"{i - 1}"], [$"{i}"], []))];
        OnnxNode mean = new("ReduceMean", ["Features"], ["mean"], [OnnxAttribute.Of("axes", [-1])]);
        OnnxNode[] wide = [mean, .. Enumerable.Range(0, 31).Select(i => new OnnxNode("Add", [i == 0 ? "mean" : $"{i - 1}", "wide"], [$"{i}"], []))];
        OnnxNode narrow = new("ReduceMean", ["30"], ["narrow"], [OnnxAttribute.Of("axes", [-1])]);
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
