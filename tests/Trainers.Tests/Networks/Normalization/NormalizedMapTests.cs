using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Normalization, pooling and ReLU at once are those of LibTorch one after the other: what comes out, the gradients, and the running averages.</summary>
[TestClass]
public sealed class NormalizedMapTests
{
    private const int Channels = 32;
    private const double BFloat16Tolerance = 0.02; // some units in the last of eight bits

    private static readonly (int Height, int Width)[] s_sizes = [(8, 8), (9, 7), (7, 9), (2, 2), (3, 2), (1, 12), (1, 13), (6, 1), (7, 1), (1, 1)];

    public static IEnumerable<object[]> Cases =>
        from size in s_sizes
        from pools in (bool[])[false, true]
        from rectifies in (bool[])[false, true]
        from type in (ScalarType[])[ScalarType.Float32, ScalarType.BFloat16]
        select new object[] { size.Height, size.Width, pools, rectifies, type };

    /// <summary>Values are whole numbers, so that many windows have their extreme several times; scales are positive, negative and zero.</summary>
    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Training_IsThatOfLibTorchsOperations(int height, int width, bool pools, bool rectifies, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ImageMap map = new(Channels, height, width);
        Tensor values = Whole(map, rows: 65, random);

        Result expected = Train(map, values.to(ScalarType.Float64), pools, rectifies, joined: false), actual = Train(map, values.to(type), pools, rectifies, joined: true);

        double tolerance = type == ScalarType.Float32 ? 1e-5 : BFloat16Tolerance;
        foreach ((Tensor one, Tensor other) in expected.Tensors.Zip(actual.Tensors))
        {
            AssertClose(one, other, tolerance);
        }
        Assert.AreEqual(type, actual.Outputs.dtype);
        Assert.IsTrue(Maps.IsChannelsLast(actual.Outputs));
        Assert.IsTrue(actual.TookTheMemory);
    }

    [TestMethod]
    public void Training_OfValuesFarFromZero_IsExact()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ImageMap map = new(Channels, 9, 9);
        Tensor values = (Maps.Random(map, rows: 65, random) + 1000).to(ScalarType.Float32);

        Result expected = Train(map, values.to(ScalarType.Float64), pools: true, rectifies: false, joined: false), actual = Train(map, values, pools: true, rectifies: false, joined: true);

        foreach ((Tensor one, Tensor other) in expected.Tensors.Zip(actual.Tensors))
        {
            AssertClose(one, other, 1e-5);
        }
    }

    [TestMethod]
    [DataRow(ScalarType.Float32)]
    [DataRow(ScalarType.BFloat16)]
    public void Training_OnAnyNumberOfThreads_IsEqualBitForBit(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ImageMap map = new(Channels, 9, 9);
        Tensor values = Maps.Random(map, rows: 65, random).to(type);
        Result one = Train(map, values, pools: true, rectifies: true, joined: true);

        using FitThreads threads = new(2);
        Result two = Train(map, values, pools: true, rectifies: true, joined: true);

        foreach ((Tensor first, Tensor second) in one.Tensors.Zip(two.Tensors))
        {
            BitAssert.AreEqual(OnnxRun.Values(first.to(ScalarType.Float32)), OnnxRun.Values(second.to(ScalarType.Float32)));
        }
    }

    /// <summary>Training that diverged has to be seen, and a ReLU would hide it.</summary>
    [TestMethod]
    [DataRow(ScalarType.Float32, float.NaN)]
    [DataRow(ScalarType.BFloat16, float.NaN)]
    [DataRow(ScalarType.Float32, float.PositiveInfinity)]
    public void Training_OfWhatIsNotANumber_GivesNone(ScalarType type, float value)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ImageMap map = new(Channels, 4, 4);
        Tensor values = Maps.Random(map, rows: 5, random);
        values[2, 7, 1, 3] = tensor(value);

        Result result = Train(map, values.to(type), pools: true, rectifies: true, joined: true);

        foreach (Tensor channel in new[] { result.Outputs.select(1, 7), result.OfValues.select(1, 7) })
        {
            Assert.IsTrue(OnnxRun.Values(channel.to(ScalarType.Float32)).All(float.IsNaN));
        }
        BitAssert.AreFinite(OnnxRun.Values(result.Outputs.select(1, 8).to(ScalarType.Float32)));
    }

    public static IEnumerable<object[]> Others => s_others.Keys.Select(name => new object[] { name });

    private static readonly Dictionary<string, Func<FitRandom, Tensor>> s_others = new()
    {
        ["Channels that no vectors fit"] = random => Maps.Random(new ImageMap(Channels + 1, 4, 4), rows: 5, random).requires_grad_(true).mul(1),
        ["Channels first"] = random => randn([5, Channels, 4, 4], generator: random.Host).requires_grad_(true).mul(1),
        ["Double precision"] = random => Maps.Random(new ImageMap(Channels, 4, 4), rows: 5, random).to(ScalarType.Float64).requires_grad_(true).mul(1),
        ["Values that were not computed"] = random => Maps.Random(new ImageMap(Channels, 4, 4), rows: 5, random).requires_grad_(true),
        ["Values without a gradient"] = random => Maps.Random(new ImageMap(Channels, 4, 4), rows: 5, random),
    };

    [TestMethod]
    [DynamicData(nameof(Others))]
    public void Training_OfOtherValues_TakesLibTorchsOperationsAndLeavesThem(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor values = s_others[name](random), before = values.detach().clone();
        (BatchNormalizationLayer normalization, NormalizedMap layer) = Layers(new ImageMap((int)values.size(1), 4, 4), pools: true, rectifies: true, values.dtype);

        Tensor outputs = layer.Forward(values, training: true);
        outputs.sum().backward();

        AssertClose(before, values, 0);
        AssertClose(nn.functional.max_pool2d(normalization.Forward(before, training: true).relu(), [2, 2], [2, 2]), outputs, 1e-6);
    }

    [TestMethod]
    public void Scoring_ChangesNothing()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        (BatchNormalizationLayer normalization, NormalizedMap layer) = Layers(new ImageMap(Channels, 4, 4), pools: false, rectifies: true, ScalarType.Float32);
        Tensor values = Maps.Random(new ImageMap(Channels, 4, 4), rows: 5, random).requires_grad_(true).mul(1);

        BitAssert.AreEqual(OnnxRun.Values(normalization.Forward(values, training: false).relu()), OnnxRun.Values(layer.Forward(values, training: false)));
        Assert.IsTrue(OnnxRun.Values(normalization.Weights[2].Value).All(mean => mean == 0));
    }

    /// <summary>LibTorch's graph of a step and ours hold each other; both go when the step does.</summary>
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Steps_LeaveNothingBehind(bool backward)
    {
        List<WeakReference> batches = [.. Enumerable.Range(0, 20).Select(_ => Step(backward))];

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.IsLessThanOrEqualTo(1, batches.Count(batch => batch.IsAlive)); // the last one may still be on the stack
    }

    [TestMethod]
    public void Network_JoinsWhatFollowsANormalization()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        string[] Names(Activation activation)
        {
            MapLayers layers = new(new ImageMap(1, 8, 8), activation, random);
            layers.Convolve("one", "one.norm", outputs: 16, kernelSize: 3).ActivateAndHalve();
            layers.Convolve("two", "two.norm", outputs: 16, kernelSize: 3).Activate().Pool(3, 2);
            return [.. layers.All.Select(layer => layer.GetType().Name)];
        }

        Assert.AreSequenceEqual([nameof(Convolution), nameof(NormalizedMap), nameof(Convolution), nameof(NormalizedMap), nameof(MaxPooling)], Names(Activation.Relu));
        Assert.AreSequenceEqual(
            [nameof(Convolution), nameof(NormalizedMap), nameof(ActivationLayer), nameof(Convolution), nameof(NormalizedMap), nameof(ActivationLayer), nameof(MaxPooling)],
            Names(Activation.Tanh));
        Assert.AreSequenceEqual(
            [nameof(Convolution), nameof(NormalizedMap), nameof(ActivationLayer), nameof(MaxPooling), nameof(Convolution), nameof(NormalizedMap), nameof(ActivationLayer), nameof(MaxPooling)],
            Names(Activation.Gelu));
    }

    private static WeakReference Step(bool backward)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ImageMap map = new(Channels, 4, 4);
        (BatchNormalizationLayer normalization, _) = Layers(map, pools: false, rectifies: false, ScalarType.Float32);
        Tensor values = Maps.Random(map, rows: 5, random).requires_grad_(true).mul(1);
        NormalizedBatch batch;
        using (no_grad())
        {
            batch = new NormalizedBatch(values, normalization, pooling: null, rectifies: true);
        }
        Tensor loss = MapNormalization.Outputs(batch, values, normalization.Scale, normalization.Bias).sum();
        if (backward)
        {
            loss.backward();
        }
        return new WeakReference(batch);
    }

    private static Result Train(ImageMap map, Tensor values, bool pools, bool rectifies, bool joined)
    {
        using IDisposable kernels = Scripts.Wanted(scripted: true); // also in a run of plain steps, which these are compared with
        (BatchNormalizationLayer normalization, NormalizedMap layer) = Layers(map, pools, rectifies, values.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32);
        Tensor leaf = values.clone().requires_grad_(true), input = leaf.mul(1), before = input.detach().clone();
        Tensor outputs = layer.Forward(input, training: true);
        Tensor wanted = (Axis.Places(outputs.numel(), CPU).to(ScalarType.Float32) * 0.7).sin().view(outputs.shape).to(ScalarType.BFloat16).to(outputs.dtype); // which both can hold
        (outputs * wanted).sum().backward();
        using IDisposable noGradient = no_grad();
        bool tookTheMemory = !input.detach().eq(before).all().item<bool>();
        Assert.AreEqual(joined, tookTheMemory);
        return new Result(outputs, leaf.grad!, normalization.Scale.grad!, normalization.Bias.grad!, normalization.Weights[2].Value, normalization.Weights[3].Value, tookTheMemory);
    }

    private static (BatchNormalizationLayer Normalization, NormalizedMap Layer) Layers(ImageMap map, bool pools, bool rectifies, ScalarType type)
    {
        BatchNormalizationLayer normalization = new("norm", map.Channels);
        foreach (Weight weight in normalization.Weights)
        {
            weight.Value = weight.Value.to(type);
        }
        float[] scales = [.. Enumerable.Range(0, map.Channels).Select(channel => channel % 5 == 4 ? 0 : (channel % 2 == 0 ? 1 : -1) * (0.5f + channel / 50f))];
        using (no_grad())
        {
            normalization.Scale.copy_(tensor(scales));
            normalization.Bias.copy_(tensor(scales).flip(0) / 3 + 0.01f);
        }
        normalization.Scale.requires_grad_(true);
        normalization.Bias.requires_grad_(true);
        MaxPooling pooling = new(map, size: 2, stride: 2);
        return (normalization, new NormalizedMap(normalization, pools && pooling.IsHalving ? pooling : null, rectifies ? new ActivationLayer(Activation.Relu) : null));
    }

    private static Tensor Whole(ImageMap map, int rows, FitRandom random) => (Maps.Random(map, rows, random) * 3).round();

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Tensor reference = expected.detach().to(ScalarType.Float64), difference = (reference - actual.detach().to(ScalarType.Float64)).abs();
        Assert.AreSequenceEqual(expected.shape, actual.shape);
        Assert.IsLessThanOrEqualTo(tolerance * reference.abs().max().item<double>(), difference.max().item<double>());
    }

    private sealed record Result(Tensor Outputs, Tensor OfValues, Tensor OfScales, Tensor OfBiases, Tensor Means, Tensor Variances, bool TookTheMemory)
    {
        internal Tensor[] Tensors => [Outputs, OfValues, OfScales, OfBiases, Means, Variances];
    }
}
