using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>The largest or the mean value in any window, per channel, as TorchSharp's MaxPool and AvgPool.</summary>
/// <param name="window">The window and how it moves.</param>
/// <param name="countsPads">Of a mean, whether what is added around the map counts, as zeros; null for the largest value.</param>
internal sealed class WindowedPooling(TorchWindow window, bool? countsPads) : ILayer
{
    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training) => countsPads is bool counts
        ? nn.functional.avg_pool2d(input, window.Kernel, window.Strides, window.Pads, count_include_pad: counts)
        : nn.functional.max_pool2d(input, window.Kernel, window.Strides, window.Pads);

    public string ToOnnx(OnnxGraphBuilder graph, string input) => countsPads is bool counts
        ? graph.Node("AveragePool", [input], [.. window.ToOnnx(), OnnxAttribute.Of("count_include_pad", counts ? 1L : 0)])
        : graph.Node("MaxPool", [input], window.ToOnnx());
}
