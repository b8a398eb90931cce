using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A convolution with any window, as TorchSharp's Conv1d and Conv2d.</summary>
/// <remarks>Weights lie as those of <see cref="Convolution"/>, [out, height, width, in], for the same reason.</remarks>
internal sealed class WindowedConvolution : ILayer
{
    private static readonly long[] s_channelsFirst = [0, 3, 1, 2];

    private readonly Weight _weight;
    private readonly Weight? _bias;
    private readonly TorchWindow _window;
    private readonly long _groups;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="inputs">The channels that come in.</param>
    /// <param name="output">The map that goes out.</param>
    /// <param name="window">The kernel and how it moves.</param>
    /// <param name="groups">Into how many groups the channels are split, each of which is computed from its own.</param>
    /// <param name="hasBias">Whether each channel has a number of its own added.</param>
    /// <param name="generator">Draws the initial weights, so that the variance of what comes in stays through an activation that is off half of the time.</param>
    internal WindowedConvolution(string name, long inputs, ImageMap output, TorchWindow window, long groups, bool hasBias, Generator generator)
    {
        (long height, long width, long perGroup) = (window.Kernel[0], window.Kernel[1], inputs / groups);
        Tensor weight = empty(output.Channels, height, width, perGroup).normal_(0, Math.Sqrt(2.0 / (perGroup * height * width)), generator);
        _weight = new Weight($"{name}.weight", weight, WeightGroup.Matrix, s_channelsFirst);
        _bias = hasBias ? new Weight($"{name}.bias", zeros(output.Channels), WeightGroup.Free) : null;
        _window = window;
        _groups = groups;
        WidestOutput = output.Numbers;
        OperationsPerRow = 2.0 * perGroup * height * width * output.Numbers;
    }

    public IReadOnlyList<Weight> Weights => _bias is null ? [_weight] : [_weight, _bias];

    public double OperationsPerRow { get; }

    public long WidestOutput { get; }

    public Tensor Forward(Tensor input, bool training) => nn.functional.conv2d(
        input, _weight.In(input.dtype).permute(s_channelsFirst), _bias?.In(input.dtype), strides: _window.Strides, padding: _window.Pads, groups: _groups);

    public string ToOnnx(OnnxGraphBuilder graph, string input) => graph.Node(
        "Conv",
        [input, .. Weights.Select(weight => weight.ToOnnx(graph))],
        [.. _window.ToOnnx(), OnnxAttribute.Of("group", _groups)]);
}
