using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Every layer of sequences says the same in both of its languages, whatever lengths rows have, and takes its weights back.</summary>
[TestClass]
public sealed class SequenceLayerParityTests
{
    private const int Width = SequenceRun.Width;

    private static readonly Dictionary<string, Func<FitRandom, ISequenceLayer>> s_layers = new()
    {
        ["Lstm"] = random => new RecurrentLayer("rnn", 0, RecurrentCell.Lstm, Width, hidden: 5, isBidirectional: false, random.Host),
        ["Lstm, both ways"] = random => new RecurrentLayer("rnn", 1, RecurrentCell.Lstm, Width, hidden: 5, isBidirectional: true, random.Host),
        ["Gru"] = random => new RecurrentLayer("rnn", 0, RecurrentCell.Gru, Width, hidden: 5, isBidirectional: false, random.Host),
        ["Gru, both ways"] = random => new RecurrentLayer("rnn", 2, RecurrentCell.Gru, Width, hidden: 5, isBidirectional: true, random.Host),
        ["Convolution"] = random => new SequenceConvolution("front", Width, outputs: 5, [7], random.Host),
        ["Convolutions"] = random => new SequenceConvolution("convolution", Width, outputs: 5, [3, 4, 5], random.Host),
        ["Convolution of one step"] = random => new SequenceConvolution("front", Width, outputs: 5, [1], random.Host),
        ["Transformer"] = random => new TransformerLayer("transformer.0", Width, heads: 2, random.Host),
        ["Outputs"] = random => new StepDense("output", Width, outputs: 3, gain: 1, random.Host),
        ["Positions"] = random => new PositionLayer("input", Width, width: 8, steps: 12, random),
        ["Dropout"] = random => new SequenceDropout(0.5, Width, random),
    };

    public static IEnumerable<object[]> Names => s_layers.Keys.Select(name => new object[] { name });

    public static IEnumerable<object[]> NamesAndRows =>
        from name in s_layers.Keys
        from rows in (int[])[1, 3, 257]
        select new object[] { name, rows };

    /// <summary>The names of the layers' types, for the test that none is left out.</summary>
    internal static IEnumerable<string> Types(FitRandom random) => s_layers.Values.Select(layer => layer(random).GetType().Name);

    [TestMethod]
    [DynamicData(nameof(NamesAndRows))]
    public void Graph_OfALayer_GivesTheOutputsOfLibTorch(string name, int rows)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ISequenceLayer layer = WithRandomWeights(name, random);
        Tensor padded = SequenceRun.Padded(SequenceRun.Lengths(rows), random);
        Tensor expected = layer.Forward(Sequences.OfPadded(padded), training: false).Values;

        (float[] values, string shape) = SequenceRun.Outputs(padded, layer.ToOnnx);

        Assert.AreEqual($"[-1, T, {layer.Outputs}]", shape);
        Assert.AreSequenceEqual([rows, padded.size(1), layer.Outputs], expected.shape);
        OnnxRun.AssertClose(SequenceRun.OfSteps(expected, padded), OnnxRun.Values(SequenceRun.OfSteps(tensor(values, expected.shape), padded)));
    }

    [TestMethod]
    [DynamicData(nameof(NamesAndRows))]
    public void Graph_OfALayerForOneLength_GivesTheOutputsOfLibTorch(string name, int rows)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ISequenceLayer layer = WithRandomWeights(name, random);
        Tensor steps = randn([rows, 12, Width], generator: random.Host);
        Tensor expected = layer.Forward(new Sequences(steps, IsStep: null), training: false).Values;

        (float[] values, string shape) = SequenceRun.FixedOutputs(steps, (graph, edge) => layer.ToOnnx(graph, edge, mask: null));

        Assert.AreEqual($"[-1, 12, {layer.Outputs}]", shape);
        OnnxRun.AssertClose(expected, values);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Row_AmongLongerOnes_HasTheOutputsThatItHasAlone(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ISequenceLayer layer = WithRandomWeights(name, random);
        int[] lengths = SequenceRun.Lengths(rows: 20);
        Tensor padded = SequenceRun.Padded(lengths, random);
        Tensor together = layer.Forward(Sequences.OfPadded(padded), training: false).Values;

        for (int row = 0; row < lengths.Length; row++)
        {
            Tensor alone = layer.Forward(Sequences.OfPadded(padded.narrow(0, row, 1).narrow(1, 0, lengths[row])), training: false).Values;
            double difference = (alone[0] - together[row].narrow(0, 0, lengths[row])).abs().max().item<float>();
            Assert.IsLessThanOrEqualTo(1e-6, difference / together.abs().max().item<float>(), $"{lengths[row]} steps");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void FromOnnx_OfAnotherLayersGraph_TakesItsWeightsBitForBit(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ISequenceLayer written = WithRandomWeights(name, random), read = WithRandomWeights(name, random);
        OnnxGraphBuilder graph = new();
        written.ToOnnx(graph, "input", mask: null);

        read.FromOnnx(graph.Build("test"));

        Assert.HasCount(written.Weights.Count, read.Weights);
        foreach ((Weight one, Weight other) in written.Weights.Zip(read.Weights))
        {
            BitAssert.AreEqual(OnnxRun.Values(one.Value), OnnxRun.Values(other.Value));
        }
    }

    [TestMethod]
    [DataRow("Lstm")]
    [DataRow("Gru, both ways")]
    public void FromOnnx_OfOtherShapes_NamesTheWeight(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        OnnxGraphBuilder graph = new();
        WithRandomWeights(name, random).ToOnnx(graph, "input", mask: null);
        RecurrentLayer other = new("rnn", name == "Lstm" ? 0 : 2, name == "Lstm" ? RecurrentCell.Lstm : RecurrentCell.Gru, Width, hidden: 4, isBidirectional: name != "Lstm", random.Host);

        Assert.StartsWith($"Weight 'rnn.l{(name == "Lstm" ? 0 : 2)}.B' of the ONNX graph has shape [", Assert.ThrowsExactly<FormatException>(() => other.FromOnnx(graph.Build("test"))).Message);
    }

    [TestMethod]
    [DataRow("Lstm, both ways")]
    [DataRow("Gru, both ways")]
    public void RecurrentLayer_WithoutScripts_ComputesTheSameOutputsAndGradients(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ISequenceLayer layer = WithRandomWeights(name, random);
        foreach (Weight weight in layer.Weights)
        {
            weight.Value.requires_grad_(true);
        }
        Tensor padded = SequenceRun.Padded(SequenceRun.Lengths(rows: 9), random);
        (Tensor Outputs, float[] Gradients) Run()
        {
            Tensor outputs = SequenceRun.OfSteps(layer.Forward(Sequences.OfPadded(padded), training: true).Values, padded);
            outputs.square().sum().backward();
            float[] gradients = [.. layer.Weights.SelectMany(weight => OnnxRun.Values(weight.Value.grad!))];
            layer.Weights.ToList().ForEach(weight => weight.Value.grad!.zero_());
            return (outputs, gradients);
        }

        (Tensor scripted, float[] scriptedGradients) = Run();
        using IDisposable plainSteps = Scripts.Wanted(false);
        (Tensor plain, float[] plainGradients) = Run();

        OnnxRun.AssertClose(plain, OnnxRun.Values(scripted));
        OnnxRun.AssertClose(tensor(plainGradients), scriptedGradients);
    }

    /// <summary>A layer whose weights are all different.</summary>
    private static ISequenceLayer WithRandomWeights(string name, FitRandom random)
    {
        using IDisposable noGradient = no_grad();
        ISequenceLayer layer = s_layers[name](random);
        foreach (Weight weight in layer.Weights)
        {
            weight.Value.normal_(0, 0.5, random.Host);
        }
        return layer;
    }
}
