using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Every layer says the same in both of its languages, and takes its weights back from the graph.</summary>
[TestClass]
public sealed class LayerParityTests
{
    private const int Width = 12;

    private static readonly Dictionary<string, Func<FitRandom, ILayer>> s_layers = new()
    {
        ["Dense"] = random => new Dense("dense", Width, 7, gain: 1, random.Host),
        ["SparseDense"] = random => new SparseDense("dense", Width, [.. Enumerable.Range(0, Width)], randn(Width, 7, generator: random.Host)),
        ["RobustScaling"] = random => new RobustScaling(randn(Width, generator: random.Host), randn(Width, generator: random.Host).abs_()),
        ["BatchNormalization"] = _ => new BatchNormalizationLayer("norm", Width),
        ["LayerNormalization"] = _ => new LayerNormalizationLayer("norm", Width),
        ["PiecewiseLinearEncoding"] = _ => new PiecewiseLinearEncoding("encoding", [new(3, -1, 0.5f), new(3, -0.5f, 2), new(7, 0, 1)], Width),
        ["NoScaling"] = _ => new NoScaling(),
        ["Dropout"] = random => new DropoutLayer(0.5, random),
        ["Relu"] = _ => new ActivationLayer(Activation.Relu),
        ["Gelu"] = _ => new ActivationLayer(Activation.Gelu),
        ["Silu"] = _ => new ActivationLayer(Activation.Silu),
        ["Selu"] = _ => new ActivationLayer(Activation.Selu),
        ["Mish"] = _ => new ActivationLayer(Activation.Mish),
        ["Tanh"] = _ => new ActivationLayer(Activation.Tanh),
    };

    public static IEnumerable<string> Names => s_layers.Keys;

    public static IEnumerable<object[]> NamesAndRows =>
        from name in Names
        from rows in (int[])[1, 257]
        select new object[] { name, rows };

    [TestMethod]
    [DynamicData(nameof(NamesAndRows))]
    public void Graph_OfALayer_GivesTheOutputsOfLibTorch(string name, int rows)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ILayer layer = WithRandomWeights(name, random);
        Tensor input = randn([rows, Width], generator: random.Host) * 3;
        Tensor expected = layer.Forward(layer is SparseDense ? Sparse.Of(input) : input.clone(), training: false);

        OnnxRun.AssertClose(expected, OnnxRun.Scores(Graph(layer, expected.shape[1]), input));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void FromOnnx_OfAnotherLayersGraph_TakesItsWeightsBitForBit(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ILayer written = WithRandomWeights(name, random), read = WithRandomWeights(name, random);

        read.FromOnnx(OnnxReader.Read(Graph(written, Width)).Graph);

        Assert.HasCount(written.Weights.Count, read.Weights);
        foreach ((Weight one, Weight other) in written.Weights.Zip(read.Weights))
        {
            BitAssert.AreEqual(OnnxRun.Values(one.Value), OnnxRun.Values(other.Value));
        }
    }

    [TestMethod]
    public void Layers_AllHaveARowHereOrAmongThoseOfMaps()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        string[] implemented = [.. typeof(ILayer).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(ILayer)) && type.IsClass).Select(type => type.Name)];

        IEnumerable<string> tested = [.. s_layers.Values.Select(layer => layer(random).GetType().Name), .. MapLayerParityTests.Types(random), nameof(AugmentationLayer), .. SequenceFitTests.Types, .. EnsembleTests.Types, .. TorchNetworkTests.Types(random)];
        CollectionAssert.AreEquivalent(implemented, tested.Distinct().ToArray());
        Assert.IsEmpty(Enum.GetNames<Activation>().Except(s_layers.Keys));
    }

    [TestMethod]
    public void Graph_OfRobustScaling_GivesTheOutputsOfLibTorchForAnyFloat()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] odd =
        [
            float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, FeatureScaling.Limit, -FeatureScaling.Limit,
            1.6e38f, -1.6e38f, 1e30f, 1e-30f, float.Epsilon, -0f, 0, 1, 1e7f,
        ];
        float[] medians = [0, 1, -1.6e38f, 1e-40f, 1e30f], scales = [1, 1e30f, 1e-38f, 0, 1e-44f];
        float[] rows = [.. odd.SelectMany(value => Enumerable.Repeat(value, medians.Length))];
        RobustScaling scaling = new(tensor(medians), tensor(scales));
        Tensor input = tensor(rows, odd.Length, medians.Length);
        Tensor expected = scaling.Forward(input.clone(), training: false);

        OnnxRun.AssertClose(expected, OnnxRun.Scores(OnnxRun.Graph(medians.Length, medians.Length, scaling.ToOnnx), input));
        Assert.IsTrue(OnnxRun.Values(expected).All(value => value is > -12.001f and < 12.001f));
    }

    /// <summary>A layer whose weights, running averages included, are all different.</summary>
    private static ILayer WithRandomWeights(string name, FitRandom random)
    {
        using IDisposable noGradient = no_grad();
        ILayer layer = s_layers[name](random);
        foreach (Weight weight in layer.Weights)
        {
            weight.Value.normal_(0, 1, random.Host);
            if (weight.Name.EndsWith("_var", StringComparison.Ordinal))
            {
                weight.Value.abs_().add_(0.1);
            }
        }
        return layer;
    }

    private static byte[] Graph(ILayer layer, long outputs) => OnnxRun.Graph(Width, outputs, layer.ToOnnx);
}
