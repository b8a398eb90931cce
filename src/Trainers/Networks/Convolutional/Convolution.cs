using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A convolution without bias, since a normalization follows, of odd kernels and with zeros around the map.</summary>
/// <remarks>
/// Weights are held as [out, height, width, in], which is the order of memory that oneDNN computes fastest in ("channels last"), and told to
/// LibTorch and ONNX as [out, in, height, width].
/// </remarks>
internal sealed class Convolution : ILayer
{
    private static readonly long[] s_channelsFirst = [0, 3, 1, 2];

    private readonly Weight _weight;
    private readonly long[] _strides;
    private readonly long[] _pads;
    private readonly int _groups;

    /// <param name="name">The prefix of the weight's name.</param>
    /// <param name="input">The map that comes in.</param>
    /// <param name="outputs">The channels that go out.</param>
    /// <param name="kernelSize">The width of the kernel; odd.</param>
    /// <param name="stride">The distance of neighbouring outputs.</param>
    /// <param name="groups">Into how many groups the channels are split, each of which is computed from its own.</param>
    /// <param name="gain">The standard deviation of the initial outputs for inputs of unit variance (He et al. 2015, arXiv 1502.01852).</param>
    /// <param name="generator">Draws the initial weights.</param>
    internal Convolution(string name, ImageMap input, int outputs, int kernelSize, int stride, int groups, double gain, Generator generator)
    {
        (int height, int width) = input.Kernel(kernelSize);
        int inputs = input.Channels / groups;
        Tensor weight = empty(outputs, height, width, inputs).normal_(0, gain / Math.Sqrt((double)inputs * height * width), generator);
        _weight = new Weight($"{name}.weight", weight, WeightGroup.Matrix, s_channelsFirst);
        _strides = [Math.Min(stride, input.Height), Math.Min(stride, input.Width)];
        _pads = [height / 2, width / 2];
        _groups = groups;
        Output = input.Strided(stride, outputs);
        OperationsPerRow = 2.0 * inputs * height * width * Output.Numbers;
    }

    public IReadOnlyList<Weight> Weights => [_weight];

    public double OperationsPerRow { get; }

    public long WidestOutput => Output.Numbers;

    internal ImageMap Output { get; }

    public Tensor Forward(Tensor input, bool training) =>
        nn.functional.conv2d(input, _weight.In(input.dtype).permute(s_channelsFirst), strides: _strides, padding: _pads, groups: _groups);

    public string ToOnnx(OnnxGraphBuilder graph, string input) => graph.Node(
        "Conv",
        [input, _weight.ToOnnx(graph)],
        OnnxAttribute.Of("kernel_shape", _weight.Value.size(1), _weight.Value.size(2)),
        OnnxAttribute.Of("strides", [.. _strides]),
        OnnxAttribute.Of("pads", [.. _pads, .. _pads]),
        OnnxAttribute.Of("group", (long)_groups));
}
