using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Weights of steps out of graphs that are written by hand.</summary>
[TestClass]
public sealed class AttentionRowTests
{
    private static readonly RnnOptions s_options = new() { Pooling = RnnPooling.Attention, FeaturesPerStep = 1, MaximumLength = 3 };

    [TestMethod]
    public void Weights_AreWhatTheNamedEdgeHas()
    {
        using DeepTransformer model = new(Model(graph => graph.NamedNode(DeepGraph.Attention, "Reshape", [DeepGraph.Input, graph.Constant([0, -1])])));

        Assert.AreSequenceEqual([0.25f, 0.75f], model.AttentionWeights([0.25f, 0.75f]));
        Assert.AreSequenceEqual([1f, 2, 3, 0, 0], model.AttentionWeights([1f, 2, 3, 4, 5]));
    }

    [TestMethod]
    public void Weights_OfAnEdgeThatHasNoneOfSteps_AreRefused()
    {
        using DeepTransformer model = new(Model(graph => graph.NamedNode(DeepGraph.Attention, "ReduceSum", [DeepGraph.Input], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 0L))));

        Assert.AreEqual(
            "The model file is damaged: it weighs 1 steps of 2.", Assert.ThrowsExactly<FormatException>(() => model.AttentionWeights([0.25f, 0.75f])).Message);
    }

    [TestMethod]
    public void Weights_OfAGraphThatNamesNone_SayWhatIsExpected()
    {
        using DeepTransformer model = new(Model(graph => ""));

        Assert.AreEqual(
            "The network has no attention weights: expected one of Trainers.Rnn with Pooling = Attention, got a graph without an edge 'Attention'. Train it again.",
            Assert.ThrowsExactly<InvalidOperationException>(() => model.AttentionWeights([0.25f])).Message);
    }

    /// <summary>A regression that adds up the numbers of a series, one a step.</summary>
    private static DeepModel Model(Func<OnnxGraphBuilder, string> attention)
    {
        OnnxGraphBuilder graph = new();
        foreach (OnnxValue input in DeepGraph.Inputs(SequenceKind.Numbers, 1))
        {
            graph.Input(input);
        }
        attention(graph);
        graph.Output(DeepGraph.Score, graph.Node("ReduceSum", [DeepGraph.Input], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 0L)), 1);
        ModelDescription description = ToyModel.Describe(TaskKind.Regression, 1) with { FeatureCount = 1, Sequence = SequenceKind.Numbers, Options = s_options };
        return new DeepModel(description, OnnxWriter.Write(new OnnxModel { Graph = graph.Build("sum") }));
    }
}
