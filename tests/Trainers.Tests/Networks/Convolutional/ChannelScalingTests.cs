using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ChannelScalingTests
{
    private static readonly float[] s_means = [1, -20, 1e30f], s_scales = [2, 0.5f, 0];

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Forward_ReadsRowsAsTheyAreLaidOut(bool isInterleaved)
    {
        using DisposeScope scope = NewDisposeScope();
        ImageMap map = new(3, 2, 2);
        Tensor images = arange(24, dtype: ScalarType.Float32).view(2, 3, 2, 2); // [B, C, height, width]
        Tensor rows = (isInterleaved ? images.permute(0, 2, 3, 1) : images).contiguous().view(2, 12);
        ChannelScaling scaling = Scaling(map, isInterleaved, [1, 2, 3], [1, 10, 0.5f]);

        Tensor expected = ((images - tensor([1f, 2, 3]).view(3, 1, 1)) * tensor([1f, 10, 0.5f]).view(3, 1, 1)).clamp(-32, 32);

        Assert.AreSequenceEqual([2L, 3, 2, 2], scaling.Forward(rows, training: false).shape);
        OnnxRun.AssertClose(expected, OnnxRun.Values(scaling.Forward(rows, training: false)));
    }

    [TestMethod]
    public void Scaled_ReplacesWhatIsMissingByTheMeanAndCutsOutliersOff()
    {
        using DisposeScope scope = NewDisposeScope();
        ChannelScaling scaling = Scaling(new ImageMap(1, 1, 8), isInterleaved: false, [3], [2]);
        Tensor rows = tensor([float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, 1e30f, -1e30f, 3, 4], 1, 8);

        Assert.AreSequenceEqual([0f, 0, 0, 0, 32, -32, 0, 2], OnnxRun.Values(scaling.Forward(rows, training: false)));
    }

    [TestMethod]
    public void Scaled_LeavesItsInputAndTheOrderOfMemory()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ImageMap map = new(3, 5, 4);
        Tensor images = Maps.Random(map, rows: 2, random), before = images.clone();

        Tensor scaled = Scaling(map, isInterleaved: true, s_means, s_scales).Scaled(images);

        Assert.IsTrue(Maps.IsChannelsLast(scaled));
        BitAssert.AreEqual(OnnxRun.Values(before), OnnxRun.Values(images));
    }

    [TestMethod]
    [DataRow(true, 4, 5, 1)]
    [DataRow(true, 4, 5, 257)]
    [DataRow(false, 4, 5, 1)]
    [DataRow(false, 4, 5, 257)]
    [DataRow(true, 1, 20, 3)]
    [DataRow(false, 1, 20, 3)]
    [DataRow(true, 1, 1, 3)]
    public void Graph_GivesTheOutputsOfLibTorchForAnyFloat(bool isInterleaved, int height, int width, int rows)
    {
        using DisposeScope scope = NewDisposeScope();
        ImageMap map = new(3, height, width);
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, FeatureScaling.Limit, -FeatureScaling.Limit, 1.6e38f, -1e30f, 1e-30f, float.Epsilon, -0f, 0, 1, -19, 255, 1e7f];
        Tensor input = tensor(Enumerable.Range(0, rows * (int)map.Numbers).Select(index => odd[index % odd.Length]).ToArray(), rows, map.Numbers);
        ChannelScaling scaling = Scaling(map, isInterleaved, s_means, s_scales);
        Tensor expected = scaling.Forward(input, training: false).flatten(1);

        float[] scores = OnnxRun.Scores(OnnxRun.Graph(map.Numbers, map.Numbers, (graph, edge) =>
            graph.Node("Flatten", [scaling.ToOnnx(graph, edge)], OnnxAttribute.Of("axis", 1L))), input);

        OnnxRun.AssertClose(expected, scores);
        Assert.IsTrue(scores.All(score => score is >= -32 and <= 32));
    }

    [TestMethod]
    public void Weights_AreNotTrained()
    {
        using DisposeScope scope = NewDisposeScope();
        ChannelScaling scaling = Scaling(new ImageMap(3, 2, 2), isInterleaved: true, s_means, s_scales);

        Assert.AreSequenceEqual(["channels.mean", "channels.scale"], scaling.Weights.Select(weight => weight.Name));
        Assert.AreEqual(0, new FlatWeights(scaling.Weights, CPU).TrainedCount);
    }

    private static ChannelScaling Scaling(ImageMap map, bool isInterleaved, float[] means, float[] scales) =>
        new(new ImageShape(map, IsSignal: map.Height == 1, isInterleaved), tensor(means), tensor(scales));
}
