using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Whole convolutional networks score as LibTorch computes, and compute in the order of memory that is fast.</summary>
[TestClass]
public sealed class CnnTests
{
    private const int OutputCount = 3;

    /// <summary>Few channels, so that kernels as wide as the image stay cheap; four modules have two shortcuts.</summary>
    private static readonly CnnOptions s_small = new() { Channels = 4 };

    private static readonly ImageShape[] s_shapes =
    [
        new(new ImageMap(3, 16, 16), IsSignal: false, IsInterleaved: true),
        new(new ImageMap(3, 17, 15), IsSignal: false, IsInterleaved: false),
        new(new ImageMap(1, 8, 8), IsSignal: false, IsInterleaved: false),
        new(new ImageMap(4, 1, 1), IsSignal: false, IsInterleaved: false),
        new(new ImageMap(6, 1, 30), IsSignal: true, IsInterleaved: false),
        new(new ImageMap(1, 1, 2), IsSignal: true, IsInterleaved: false),
    ];

    public static IEnumerable<object[]> Backbones =>
        from backbone in Enum.GetValues<CnnBackbone>()
        from shape in Enumerable.Range(0, s_shapes.Length)
        select new object[] { backbone, shape };

    [TestMethod]
    [DynamicData(nameof(Backbones))]
    public void Scores_OfAnyBackbone_AreThoseOfLibTorch(CnnBackbone backbone, int shape) => AssertParity(
        s_small with { Backbone = backbone, BlocksPerStage = backbone is CnnBackbone.InceptionTime or CnnBackbone.Automatic ? 4 : null }, s_shapes[shape]);

    [TestMethod]
    [DataRow(Activation.Relu)]
    [DataRow(Activation.Gelu)]
    [DataRow(Activation.Silu)]
    [DataRow(Activation.Selu)]
    [DataRow(Activation.Mish)]
    [DataRow(Activation.Tanh)]
    public void Scores_WithAnyActivation_AreThoseOfLibTorch(Activation activation) =>
        AssertParity(s_small with { Backbone = CnnBackbone.Plain, Activation = activation }, s_shapes[0]);

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(3)]
    public void Scores_WithTestTimeAugmentation_AreThoseOfLibTorch(int shape) =>
        AssertParity(s_small with { TestTimeAugmentation = true, Dropout = 0.5, Mixup = 1, CropPadding = 2, RotationDegrees = 20, Cutout = 0.5, Jitter = 0.1 }, s_shapes[shape]);

    [TestMethod]
    public void Scores_OfAnAugmentedSignal_AreThoseOfLibTorch() =>
        AssertParity(s_small with { Dropout = 0.5, CutMix = 1, CropPadding = 2, HorizontalFlip = true, Cutout = 0.5, TimeWarp = 0.2, WindowSlice = 0.8, Jitter = 0.1 }, s_shapes[4]);

    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(8, 2, 5)]
    [DataRow(3, 3, 11)]
    public void Scores_OfOtherStagesAndKernels_AreThoseOfLibTorch(int stages, int blocks, int kernelSize)
    {
        CnnOptions options = s_small with { KernelSize = kernelSize };
        foreach (ImageShape shape in (ImageShape[])[s_shapes[1], s_shapes[4]])
        {
            AssertParity(options with { Backbone = CnnBackbone.Plain, StageCount = stages, BlocksPerStage = blocks }, shape);
            AssertParity(options with { Backbone = CnnBackbone.Separable, StageCount = stages, BlocksPerStage = blocks }, shape);
            AssertParity(options with { Backbone = CnnBackbone.InceptionTime, BlocksPerStage = blocks }, shape);
            AssertParity(options with { Backbone = CnnBackbone.SignalResNet }, shape);
        }
    }

    /// <summary>Where they do not, a step takes about twice the time.</summary>
    [TestMethod]
    [DataRow(CnnBackbone.Plain, 0)]
    [DataRow(CnnBackbone.Plain, 4)]
    [DataRow(CnnBackbone.SmallResNet, 0)]
    [DataRow(CnnBackbone.Separable, 1)]
    [DataRow(CnnBackbone.InceptionTime, 4)]
    public void Channels_StayLastInMemoryThroughTheNetwork(CnnBackbone backbone, int shape)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        using IDisposable noGradient = no_grad();
        ImageMap map = s_shapes[shape].Map;
        CnnOptions options = s_small with { Backbone = backbone };
        foreach (bool training in (bool[])[true, false])
        {
            Tensor images = Maps.Random(map, rows: 5, random), values = training ? images : MirrorAveraging.Pairs(images);
            int convolutional = 0;
            foreach (ILayer layer in Cnn.Layers(options, s_shapes[shape], OutputCount, random))
            {
                values = layer.Forward(values, training);
                if (values.dim() == 4)
                {
                    convolutional++;
                    Assert.IsTrue(Maps.IsChannelsLast(values), $"Behind {layer.GetType().Name} channels have strides of {string.Join(", ", values.stride())}.");
                }
            }
            Assert.IsGreaterThan(3, convolutional);
        }
    }

    [TestMethod]
    public void ActivateAndHalve_PoolsFirstWhereTheActivationNeverFalls()
    {
        string Kinds(Activation activation)
        {
            using DisposeScope scope = NewDisposeScope();
            using FitRandom random = new(1, CPU);
            MapLayers layers = new(new ImageMap(3, 8, 8), activation, random);
            layers.ActivateAndHalve();
            Assert.AreEqual(new ImageMap(3, 4, 4), layers.Map);
            return string.Join(' ', layers.All.Select(layer => layer.GetType().Name));
        }

        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            bool neverFalls = activation is Activation.Relu or Activation.Selu or Activation.Tanh;
            Assert.AreEqual(neverFalls ? "MaxPooling ActivationLayer" : "ActivationLayer MaxPooling", Kinds(activation));
        }
    }

    private static void AssertParity(CnnOptions options, ImageShape shape)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        using IDisposable noGradient = no_grad();
        ImageMap map = shape.Map;
        Tensor mean = randn([map.Channels], generator: random.Host), scale = rand([map.Channels], generator: random.Host) + 0.5;
        Network network = new(new ChannelScaling(shape, mean, scale), Cnn.Layers(options, shape, OutputCount, random), CPU);
        Maps.Shake(network.Layers.SelectMany(layer => layer.Weights), random);
        byte[] graph = OnnxRun.Graph(map.Numbers, OutputCount, network.ToOnnx);
        foreach (int rows in (int[])[1, 5])
        {
            Tensor input = randn([rows, map.Numbers], generator: random.Host);
            Tensor expected = network.Forward(new ChannelScaling(shape, mean, scale).Forward(input, training: false), training: false);

            Assert.AreSequenceEqual([(long)rows, OutputCount], expected.shape);
            OnnxRun.AssertClose(expected, OnnxRun.Scores(graph, input));
        }
    }
}
