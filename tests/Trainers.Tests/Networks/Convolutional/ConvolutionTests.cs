using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ConvolutionTests
{
    [TestMethod]
    [DataRow(8, 8, 3, 1, 1, 3, 3, DisplayName = "An image of even sizes")]
    [DataRow(7, 9, 3, 1, 1, 3, 3, DisplayName = "Of odd sizes")]
    [DataRow(7, 8, 5, 2, 1, 5, 5, DisplayName = "With a stride")]
    [DataRow(8, 7, 1, 2, 1, 1, 1, DisplayName = "A kernel of 1 with a stride")]
    [DataRow(9, 9, 3, 3, 2, 3, 3, DisplayName = "In groups")]
    [DataRow(5, 5, 3, 1, 4, 3, 3, DisplayName = "Per channel")]
    [DataRow(1, 30, 7, 1, 1, 1, 7, DisplayName = "A signal")]
    [DataRow(1, 30, 7, 2, 4, 1, 7, DisplayName = "A signal per channel with a stride")]
    [DataRow(3, 20, 9, 1, 1, 5, 9, DisplayName = "A kernel higher than the map")]
    [DataRow(2, 2, 7, 2, 1, 3, 3, DisplayName = "A kernel larger than the map")]
    [DataRow(1, 1, 3, 2, 1, 1, 1, DisplayName = "A single place")]
    public void Forward_IsThatOfLibTorchOnOrdinaryMemory(int height, int width, int size, int stride, int groups, int kernelHeight, int kernelWidth)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ImageMap map = new(4, height, width);
        Convolution layer = new("conv", map, outputs: 8, size, stride, groups, gain: 1, random.Host);
        Tensor images = Maps.Random(map, rows: 3, random);
        Tensor weights = tensor(Told(layer).Singles.ToArray(), 8, 4 / groups, kernelHeight, kernelWidth);
        long[] strides = [height > 1 ? stride : 1, width > 1 ? stride : 1], pads = [kernelHeight / 2, kernelWidth / 2];

        Tensor expected = nn.functional.conv2d(images.contiguous(), weights, strides: strides, padding: pads, groups: groups);
        Tensor actual = layer.Forward(images, training: true);

        Assert.AreSequenceEqual([3L, 8, layer.Output.Height, layer.Output.Width], actual.shape);
        Assert.AreSequenceEqual(expected.shape, actual.shape);
        OnnxRun.AssertClose(expected, OnnxRun.Values(actual));
        Assert.AreEqual(2.0 * (4 / groups) * kernelHeight * kernelWidth * actual[0].numel(), layer.OperationsPerRow);
        Assert.AreEqual(actual[0].numel(), layer.WidestOutput);
    }

    [TestMethod]
    public void Weights_AreHeldWithTheChannelsLastAndToldWithThemFirst()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Convolution layer = new("conv", new ImageMap(2, 9, 9), outputs: 4, kernelSize: 3, stride: 1, groups: 1, gain: 1, random.Host);
        FlatWeights weights = new(layer.Weights, CPU); // where a fit has them
        Weight weight = Assert.ContainsSingle(layer.Weights);

        Assert.AreSequenceEqual([4L, 3, 3, 2], weight.Value.shape);
        Assert.IsTrue(weight.Value.is_contiguous());
        Assert.AreSequenceEqual([4L, 2, 3, 3], Told(layer).Shape);
        BitAssert.AreEqual(OnnxRun.Values(weight.Value.permute(0, 3, 1, 2)), Told(layer).Singles.ToArray());
        Assert.AreEqual(weights.TrainedCount, weight.Value.numel());
        Assert.AreEqual(("conv.weight", WeightGroup.Matrix), (weight.Name, weight.Group));
    }

    /// <summary>LibTorch computes with the channels last, twice as fast, where the weights are so, whatever the images are.</summary>
    [TestMethod]
    public void Forward_OfImagesWithTheChannelsFirst_HasThemLast()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Convolution layer = new("conv", new ImageMap(4, 9, 9), outputs: 8, kernelSize: 3, stride: 1, groups: 1, gain: 1, random.Host);

        Assert.IsTrue(Maps.IsChannelsLast(layer.Forward(randn([2, 4, 9, 9], generator: random.Host), training: true)));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(8)]
    public void InitialWeights_KeepTheVarianceOfTheirInputs(int groups)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ImageMap map = new(64, 20, 20);
        Convolution layer = new("conv", map, outputs: 64, kernelSize: 3, stride: 1, groups, gain: 1, random.Host);

        Tensor inside = layer.Forward(Maps.Random(map, rows: 4, random), training: true).narrow(2, 1, 18).narrow(3, 1, 18);

        Assert.AreEqual(1, inside.var().item<float>(), 0.05);
    }

    private static OnnxTensor Told(Convolution layer) => layer.Weights[0].ToOnnx();
}
