using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Graphs for sequences that are made to do harm are refused by name, in a process that would show the harm.</summary>
[TestClass]
public sealed class HostileSequenceTests
{
    private static readonly byte[] s_zip = Save();
    private static readonly Lazy<IReadOnlyList<TrialResult>> s_results = new(() => Try(HostileSequence.All.Select(graph => Bytes(graph.Make()))));

    public static IEnumerable<TestDataRow<int>> Cases =>
        HostileSequence.All.Select((graph, index) => new TestDataRow<int>(index) { DisplayName = graph.Name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Graph_MadeToDoHarm_IsRefusedByName(int index)
    {
        TrialResult result = s_results.Value[index];
        Assert.AreEqual($"The ONNX graph of the model is refused: {HostileSequence.All[index].Problem}. Only graphs written by MLNetDeep are run.", result.Text, result.Ended);
        Assert.AreEqual(TrialResult.Refused, result.Ended);
        Assert.IsLessThan(ModelTrials.MostMegabytes, result.PeakMegabytes);
    }

    // Under the right seal, as whoever made the damage would put it there.
    [TestMethod]
    public void Graph_WithFlippedBits_IsAFormatErrorOrScoresInBoundedMemory()
    {
        byte[] bytes = Bytes(ToySequence.Graph);
        Random random = new(61);
        IReadOnlyList<TrialResult> results = Try([bytes, .. Enumerable.Range(0, 800).Select(_ => Flipped(bytes, random))]);
        Assert.AreEqual(TrialResult.Scored, results[0].Ended, results[0].Text);
        foreach (TrialResult result in results)
        {
            Assert.IsTrue(result.Ended is TrialResult.Scored or TrialResult.Refused, $"{result}");
            Assert.IsLessThan(ModelTrials.MostMegabytes, result.PeakMegabytes);
        }
    }

    private static byte[] Flipped(byte[] bytes, Random random)
    {
        byte[] flipped = [.. bytes];
        flipped[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private static byte[] Bytes(OnnxGraph graph) => OnnxWriter.Write(new OnnxModel { Graph = graph });

    private static IReadOnlyList<TrialResult> Try(IEnumerable<byte[]> graphs)
    {
        byte[] description = ModelFile.WriteDescription(ToySequence.Description);
        return ModelTrials.Run(ToySequence.View(), [.. graphs.Select(graph => ModelZip.Sealed(s_zip, description, graph))]);
    }

    private static byte[] Save()
    {
        using DeepTransformer transformer = new(ToyModel.ModelOf(TaskKind.Regression));
        return ModelZip.Save(transformer);
    }
}
