using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Networks of papers have the weights that the papers, or the libraries that are used for them, say.</summary>
[TestClass]
public sealed class NetworkSizeTests
{
    /// <summary>11,689,512 by torchvision's table of its models.</summary>
    [TestMethod]
    public void ResNet18_ForImageNet_HasTheWeightsOfTorchvision()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        IReadOnlyList<ILayer> layers = Layers(new CnnOptions { Backbone = CnnBackbone.ResNet18 }, new ImageMap(3, 224, 224), outputCount: 1000, random);

        Assert.AreEqual(11_689_512, Trained(layers));
        Assert.AreSequenceEqual(ResNet18Weights(), layers.SelectMany(layer => layer.Weights).Select(Text));
        Assert.AreEqual(3.63e9, layers.Sum(layer => layer.OperationsPerRow), 0.01e9); // 1.81 billion multiplications (torchvision), each with an addition
        Assert.AreEqual(64 * 112 * 112, layers.Max(layer => layer.WidestOutput));
    }

    /// <summary>0.27 million for 20 layers in table 6 of He et al. 2016, arXiv 1512.03385; 2,752 more here, since shortcuts between stages are projections.</summary>
    [TestMethod]
    public void SmallResNet_ForCifar10_HasTheWeightsOfThePaper()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);

        Assert.AreEqual(269_722 + 2_752, Trained(Layers(new CnnOptions { Backbone = CnnBackbone.SmallResNet, BlocksPerStage = 3 }, new ImageMap(3, 32, 32), outputCount: 10, random)));
    }

    /// <summary>Small images have few stages, and so two blocks in each.</summary>
    [TestMethod]
    [DataRow(8, 4)]
    [DataRow(23, 6)]
    [DataRow(24, 3)]
    [DataRow(32, 4)]
    public void Plain_WithDefaults_HasConvolutionsBySize(int size, int convolutions)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);

        Assert.AreEqual(convolutions, Layers(new CnnOptions(), new ImageMap(1, size, size), outputCount: 2, random).Count(layer => layer is Convolution));
    }

    /// <summary>Six modules with 32 channels in each of four branches; bottlenecks from the second on (Fawaz et al. 2020, arXiv 1909.04939, section 3.1).</summary>
    [TestMethod]
    public void InceptionTime_HasTheWeightsOfItsModules()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        IReadOnlyList<ILayer> layers = Layers(new CnnOptions { Backbone = CnnBackbone.InceptionTime }, new ImageMap(1, 1, 100), outputCount: 2, random);
        const int Kernels = 39 + 19 + 9, Norm = 2 * 128;
        int first = 32 * Kernels + 32 + Norm, other = 128 * 32 + 32 * 32 * Kernels + 128 * 32 + Norm;
        int shortcuts = 128 + Norm + 128 * 128 + Norm;

        Assert.AreEqual(first + 5 * other + shortcuts + 2 * 128 + 2, Trained(layers));
    }

    /// <summary>As in the authors' program: every module is activated, and so is the sum with the shortcut around three of them.</summary>
    [TestMethod]
    public void InceptionTime_ActivatesBeforeItAddsTheShortcut()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        MapLayers network = new(new ImageMap(2, 1, 20), Activation.Relu, random);
        InceptionTime.Build(network, new CnnOptions { Channels = 4, BlocksPerStage = 3 });
        ILayer residual = network.All[0];
        foreach (Weight weight in residual.Weights.Where(weight => weight.Name == "shortcuts.0.norm.weight"))
        {
            weight.Value.zero_(); // leaves the modules alone
        }

        Tensor output = residual.Forward(Maps.Random(network.Map with { Channels = 2 }, rows: 3, random), training: true);

        Assert.AreEqual(0, output.min().item<float>());
        Assert.IsGreaterThan(0, output.max().item<float>());
    }

    [TestMethod]
    [DataRow(CnnBackbone.Plain, 8, "8 4 4")]
    [DataRow(CnnBackbone.Plain, 7, "4 7 7")]
    [DataRow(CnnBackbone.Plain, 224, "64 14 14")]
    [DataRow(CnnBackbone.Separable, 32, "32 4 4")]
    [DataRow(CnnBackbone.SmallResNet, 33, "16 9 9")]
    [DataRow(CnnBackbone.ResNet18, 64, "32 2 2")]
    [DataRow(CnnBackbone.ResNet18, 1, "32 1 1")]
    [DataRow(CnnBackbone.FullyConvolutional, 9, "4 9 9")]
    [DataRow(CnnBackbone.SignalResNet, 9, "8 9 9")]
    [DataRow(CnnBackbone.InceptionTime, 9, "16 9 9")]
    public void Backbone_ForImagesOfASize_EndsInAMap(CnnBackbone backbone, int size, string expected)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        using IDisposable noGradient = no_grad();
        ImageMap map = new(3, size, size);
        Tensor values = Maps.Random(map, rows: 2, random);
        foreach (ILayer layer in Layers(new CnnOptions { Backbone = backbone, Channels = 4, BlocksPerStage = 1 }, map, outputCount: 2, random).TakeWhile(layer => layer is not GlobalAveragePooling))
        {
            values = layer.Forward(values, training: false);
        }

        Assert.AreEqual(expected, string.Join(' ', values.shape[1..]));
    }

    private static IReadOnlyList<ILayer> Layers(CnnOptions options, ImageMap map, int outputCount, FitRandom random) =>
        Cnn.Layers(options with { HorizontalFlip = false, CropPadding = 0 }, new ImageShape(map, IsSignal: map.Height == 1, IsInterleaved: true), outputCount, random);

    private static long Trained(IReadOnlyList<ILayer> layers) =>
        layers.SelectMany(layer => layer.Weights).Where(weight => weight.Group.RateFactor > 0).Sum(weight => weight.Value.numel());

    private static string Text(Weight weight) => $"{weight.Name} {string.Join(' ', weight.ToOnnx().Shape)}";

    /// <summary>Names and shapes in torchvision's order, without its counters of batches.</summary>
    private static IEnumerable<string> ResNet18Weights()
    {
        static IEnumerable<string> Norm(string name, int channels) =>
            ((string[])["weight", "bias", "running_mean", "running_var"]).Select(part => $"{name}.{part} {channels}");
        List<string> weights = ["conv1.weight 64 3 7 7", .. Norm("bn1", 64)];
        int before = 64;
        for (int stage = 1; stage <= 4; stage++)
        {
            int channels = 32 << stage;
            for (int block = 0; block < 2; block++)
            {
                string name = $"layer{stage}.{block}";
                weights.AddRange([$"{name}.conv1.weight {channels} {before} 3 3", .. Norm($"{name}.bn1", channels)]);
                weights.AddRange([$"{name}.conv2.weight {channels} {channels} 3 3", .. Norm($"{name}.bn2", channels)]);
                if (before != channels)
                {
                    weights.AddRange([$"{name}.downsample.0.weight {channels} {before} 1 1", .. Norm($"{name}.downsample.1", channels)]);
                }
                before = channels;
            }
        }
        return [.. weights, "fc.weight 1000 512", "fc.bias 1000"];
    }
}
