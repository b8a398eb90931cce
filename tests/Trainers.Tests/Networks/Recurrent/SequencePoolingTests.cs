using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Every pooling says the same in both of its languages and sees no padding.</summary>
[TestClass]
public sealed class SequencePoolingTests
{
    private const int Width = SequenceRun.Width;
    private const int Steps = 12;

    private static readonly Dictionary<string, Func<FitRandom, ISequencePooling>> s_poolings = new()
    {
        ["Last"] = _ => new EndsOfSteps(Width, 0, Steps),
        ["Last, both ways"] = _ => new EndsOfSteps(4, 2, Steps),
        ["Mean"] = _ => new MeanOverSteps(Steps),
        ["Max"] = _ => new MaxOverSteps(),
        ["Attention"] = random => new AttentionPooling("attention", Width, random.Host),
    };

    public static IEnumerable<object[]> Cases =>
        from name in s_poolings.Keys
        from rows in (int[])[1, 3, 257]
        select new object[] { name, rows };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Graph_OfAPooling_GivesTheOutputsOfLibTorch(string name, int rows)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ISequencePooling pooling = s_poolings[name](random);
        Tensor padded = SequenceRun.Padded(SequenceRun.Lengths(rows), random);

        (float[] values, string shape) = SequenceRun.Outputs(padded, pooling.ToOnnx);

        Assert.AreEqual($"[-1, {Width}]", shape);
        OnnxRun.AssertClose(pooling.Forward(Sequences.OfPadded(padded)), values);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Graph_OfAPoolingForOneLength_GivesTheOutputsOfLibTorch(string name, int rows)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ISequencePooling pooling = s_poolings[name](random);
        Tensor steps = randn([rows, Steps, Width], generator: random.Host);

        (float[] values, string shape) = SequenceRun.FixedOutputs(steps, (graph, edge) => pooling.ToOnnx(graph, edge, mask: null));

        Assert.AreEqual($"[-1, {Width}]", shape);
        OnnxRun.AssertClose(pooling.Forward(new Sequences(steps, IsStep: null)), values);
    }

    [TestMethod]
    [DataRow("Last", new float[] { 5, 6, 3, 4 })]
    [DataRow("Mean", new float[] { 3, 4, 3, 4 })]
    [DataRow("Max", new float[] { 5, 6, 3, 4 })]
    public void Pooling_OfRowsOfThreeStepsAndOne_IsThatOfTheirSteps(string name, float[] expected)
    {
        using DisposeScope scope = NewDisposeScope();
        const float End = float.NaN;
        Tensor padded = tensor(new float[] { 1, 2, 3, 4, 5, 6, 3, 4, End, End, End, End }, 2, 3, 2);
        ISequencePooling pooling = name switch
        {
            "Last" => new EndsOfSteps(2, 0, steps: null),
            "Mean" => new MeanOverSteps(steps: null),
            _ => new MaxOverSteps(),
        };

        Assert.AreSequenceEqual(expected, OnnxRun.Values(pooling.Forward(Sequences.OfPadded(padded))));
    }

    [TestMethod]
    public void Last_OfBothDirections_TakesTheBackwardOneAtTheBeginning()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor steps = tensor(new float[] { 1, 2, 3, 4, 5, 6 }, 1, 3, 2);

        Assert.AreSequenceEqual([5f, 2f], OnnxRun.Values(new EndsOfSteps(1, 1, steps: 3).Forward(new Sequences(steps, IsStep: null))));
    }

    [TestMethod]
    public void StepWeights_OfAttention_AreSharesOfTheStepsThatARowHas()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor padded = SequenceRun.Padded([12, 5, 1], random);

        Tensor weights = new AttentionPooling("attention", Width, random.Host).StepWeights(Sequences.OfPadded(padded));

        Assert.IsTrue(weights.sum(1).allclose(ones(3)));
        Assert.AreEqual(0, weights[1].narrow(0, 5, 7).abs().sum().item<float>());
        Assert.AreEqual(1, weights[2][0].item<float>());
        Assert.IsGreaterThan(0.001f, weights[0].std().item<float>());
    }

    [TestMethod]
    public void FromOnnx_OfAttention_TakesItsWeightsBitForBit()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        AttentionPooling written = new("attention", Width, random.Host), read = new("attention", Width, random.Host);
        OnnxGraphBuilder graph = new();
        written.ToOnnx(graph, "input", mask: null);

        Weight.Read(read.Weights, graph.Build("test"));

        foreach ((Weight one, Weight other) in written.Weights.Zip(read.Weights))
        {
            BitAssert.AreEqual(OnnxRun.Values(one.Value), OnnxRun.Values(other.Value));
        }
    }
}
