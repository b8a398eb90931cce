using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Every layer of maps says the same in both of its languages, on images of any size and on signals.</summary>
[TestClass]
public sealed class MapLayerParityTests
{
    private const int Channels = 4;

    private static readonly ImageMap[] s_maps =
    [
        new(Channels, 8, 8), new(Channels, 9, 7), new(Channels, 1, 12), new(Channels, 1, 2), new(Channels, 2, 2), new(Channels, 6, 1), new(Channels, 1, 1),
    ];

    private static readonly Dictionary<string, Func<ImageMap, FitRandom, ILayer>> s_layers = new()
    {
        ["Convolution"] = (map, random) => Convolution(map, random, outputs: 6, kernelSize: 3),
        ["Convolution by 1"] = (map, random) => Convolution(map, random, outputs: 3, kernelSize: 1),
        ["Convolution by 7"] = (map, random) => Convolution(map, random, outputs: 5, kernelSize: 7),
        ["Convolution with stride"] = (map, random) => Convolution(map, random, outputs: 6, kernelSize: 3, stride: 2),
        ["Convolution by 1 with stride"] = (map, random) => Convolution(map, random, outputs: 6, kernelSize: 1, stride: 2),
        ["Convolution with large stride"] = (map, random) => Convolution(map, random, outputs: 6, kernelSize: 5, stride: 3),
        ["Convolution per channel"] = (map, random) => Convolution(map, random, outputs: Channels, kernelSize: 3, groups: Channels),
        ["Convolution in groups"] = (map, random) => Convolution(map, random, outputs: 6, kernelSize: 3, groups: 2),
        ["MaxPooling 2/2"] = (map, _) => new MaxPooling(map, size: 2, stride: 2),
        ["MaxPooling 3/1"] = (map, _) => new MaxPooling(map, size: 3, stride: 1),
        ["MaxPooling 3/2"] = (map, _) => new MaxPooling(map, size: 3, stride: 2),
        ["GlobalAveragePooling"] = (_, _) => new GlobalAveragePooling(),
        ["BatchNormalization"] = (_, _) => new BatchNormalizationLayer("norm", Channels),
        ["NormalizedMap"] = (map, _) => new NormalizedMap(new BatchNormalizationLayer("norm", Channels), new MaxPooling(map, size: 2, stride: 2), new ActivationLayer(Activation.Relu)),
        ["Residual"] = (map, random) => new Residual(Stack(Convolution(map, random, outputs: Channels, kernelSize: 3)), Stack()),
        ["Residual with projection"] = (map, random) => new Residual(
            Stack(Convolution(map, random, outputs: 6, kernelSize: 3, stride: 2)), Stack(Convolution(map, random, outputs: 6, kernelSize: 1, stride: 2, name: "other"))),
        ["Branches"] = (map, random) => new Branches(
            [Stack(Convolution(map, random, outputs: 3, kernelSize: 5)), Stack(new MaxPooling(map, size: 3, stride: 1)), Stack()]),
        ["LayerStack"] = (map, random) => Stack(Convolution(map, random, outputs: Channels, kernelSize: 3), new BatchNormalizationLayer("norm", Channels), new ActivationLayer(Activation.Relu)),
        ["MirrorAveraging"] = (map, random) => new MirrorAveraging(
            Stack(Convolution(map, random, outputs: 6, kernelSize: 3, stride: 2), new GlobalAveragePooling()), map, outputCount: 6),
    };

    public static IEnumerable<object[]> Cases =>
        from name in s_layers.Keys
        from map in s_maps
        from rows in (int[])[1, 257]
        select new object[] { name, map.Height, map.Width, rows };

    /// <summary>The names of the layers' types, for the test that none is left out.</summary>
    internal static IEnumerable<string> Types(FitRandom random) =>
        [.. s_layers.Values.Select(layer => layer(s_maps[0], random).GetType().Name), nameof(ChannelScaling)];

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Graph_OfALayer_GivesTheOutputsOfLibTorch(string name, int height, int width, int rows)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ImageMap map = new(Channels, height, width);
        ILayer layer = s_layers[name](map, random);
        Maps.Shake(layer.Weights, random);
        Tensor images = Maps.Random(map, rows, random);
        Tensor expected = layer.Forward(images, training: false).flatten(1);

        OnnxRun.AssertClose(expected, OnnxRun.Scores(Maps.Graph(map, layer, expected.size(1)), Maps.Flat(images)));
    }

    [TestMethod]
    [DataRow("Convolution")]
    [DataRow("Convolution in groups")]
    [DataRow("Residual with projection")]
    [DataRow("Branches")]
    [DataRow("LayerStack")]
    [DataRow("NormalizedMap")]
    public void FromOnnx_OfAnotherLayersGraph_TakesItsWeightsBitForBit(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ImageMap map = s_maps[1];
        ILayer written = s_layers[name](map, random), read = s_layers[name](map, random);
        long outputs = written.Forward(Maps.Random(map, rows: 1, random), training: false).numel();

        read.FromOnnx(OnnxReader.Read(Maps.Graph(map, written, outputs)).Graph);

        Assert.HasCount(written.Weights.Count, read.Weights);
        foreach ((Weight one, Weight other) in written.Weights.Zip(read.Weights))
        {
            BitAssert.AreEqual(OnnxRun.Values(one.Value), OnnxRun.Values(other.Value));
        }
    }

    private static LayerStack Stack(params ILayer[] layers) => new(layers);

    private static Convolution Convolution(ImageMap map, FitRandom random, int outputs, int kernelSize, int stride = 1, int groups = 1, string name = "conv") =>
        new(name, map, outputs, kernelSize, stride, groups, gain: 1, random.Host);
}
