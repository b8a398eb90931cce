using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>The largest value in a window, per channel.</summary>
internal sealed class MaxPooling : ILayer
{
    private readonly long[] _window;
    private readonly long[] _strides;
    private readonly long[] _pads;

    /// <param name="input">The map that comes in.</param>
    /// <param name="size">The width of the window: 2 for neighbours without overlap, or odd, with the window's middle on the place.</param>
    /// <param name="stride">The distance of neighbouring outputs.</param>
    internal MaxPooling(ImageMap input, int size, int stride)
    {
        (int height, int width) = input.Kernel(size);
        _window = [height, width];
        _strides = [Math.Min(stride, input.Height), Math.Min(stride, input.Width)];
        _pads = [(_window[0] - 1) / 2, (_window[1] - 1) / 2];
        int Places(int axis, int count) => (int)((count + 2 * _pads[axis] - _window[axis]) / _strides[axis]) + 1;
        Output = input with { Height = Places(0, input.Height), Width = Places(1, input.Width) };
    }

    public IReadOnlyList<Weight> Weights => [];

    /// <summary>The height and the width of the window.</summary>
    internal (int Height, int Width) Window => ((int)_window[0], (int)_window[1]);

    /// <summary>Whether each pair, or square of four, becomes one, in one axis at least.</summary>
    internal bool IsHalving => _window.Max() == 2 && _window.SequenceEqual(_strides);

    internal ImageMap Output { get; }

    public Tensor Forward(Tensor input, bool training) => nn.functional.max_pool2d(input, _window, _strides, _pads);

    public string ToOnnx(OnnxGraphBuilder graph, string input) => graph.Node(
        "MaxPool",
        [input],
        OnnxAttribute.Of("kernel_shape", [.. _window]),
        OnnxAttribute.Of("strides", [.. _strides]),
        OnnxAttribute.Of("pads", [.. _pads, .. _pads]));
}
