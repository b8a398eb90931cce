using MLNetDeep.Onnx;
using TorchSharp.Modules;

namespace MLNetDeep.Networks;

/// <summary>The window that a convolution or pooling of TorchSharp moves over a map; over a signal, which is a map of height 1, along its width.</summary>
/// <param name="Kernel">Height and width.</param>
/// <param name="Strides">How far it moves, down and to the right.</param>
/// <param name="Pads">How much is added above and below, and on the left and on the right.</param>
internal sealed record TorchWindow(long[] Kernel, long[] Strides, long[] Pads)
{
    /// <summary>The window of a module; <see langword="null"/> if it is none that operators of ONNX have here.</summary>
    internal static TorchWindow? Of(nn.Module module) => module switch
    {
        TorchSharp.Modules.Convolution { transposed: false, padding_mode: PaddingModes.Zeros } layer when layer.dilation.All(step => step == 1) => OfConvolution(layer),
        MaxPool1d { ceil_mode: false, dilation: null or 1 } pool => OfSignal(pool.kernel_size, pool.stride, pool.padding),
        AvgPool1d { ceil_mode: false } pool => OfSignal(pool.kernel_size, pool.stride, pool.padding),
        MaxPool2d { ceil_mode: false } pool when pool.dilation?.All(step => step == 1) != false => OfMap(pool.kernel_size, pool.stride, pool.padding),
        AvgPool2d { ceil_mode: false, divisor_override: null } pool => OfMap(pool.kernel_size, pool.stride, pool.padding),
        _ => null,
    };

    /// <summary>The map behind the window; <see langword="null"/> if the window does not fit.</summary>
    internal ImageMap? Over(ImageMap map, long channels)
    {
        long height = Places(map.Height, axis: 0), width = Places(map.Width, axis: 1);
        return height > 0 && width > 0 && Pads.Zip(Kernel).All(pair => pair.First < pair.Second) ? new ImageMap((int)channels, (int)height, (int)width) : null;
    }

    /// <summary>The attributes of an operator with this window.</summary>
    internal OnnxAttribute[] ToOnnx() =>
        [OnnxAttribute.Of("kernel_shape", Kernel), OnnxAttribute.Of("strides", Strides), OnnxAttribute.Of("pads", [.. Pads, .. Pads])];

    private long Places(long size, int axis) => size + (2 * Pads[axis]) - Kernel[axis] is >= 0 and var room ? (room / Strides[axis]) + 1 : 0;

    private static TorchWindow? OfConvolution(TorchSharp.Modules.Convolution layer)
    {
        long[]? pads = layer.padding_type switch
        {
            null => layer.padding,
            Padding.Valid => [.. layer.kernel_size.Select(_ => 0L)],
            _ => layer.kernel_size.All(size => size % 2 == 1) && layer.stride.All(step => step == 1) ? [.. layer.kernel_size.Select(size => size / 2)] : null,
        };
        return (pads, layer) switch
        {
            ([long pad], Conv1d) => OfSignal(layer.kernel_size[0], layer.stride[0], pad),
            ([_, _], Conv2d) => OfMap(layer.kernel_size, layer.stride, pads),
            _ => null,
        };
    }

    private static TorchWindow OfSignal(long kernel, long? stride, long? pad) => new([1, kernel], [1, stride ?? kernel], [0, pad ?? 0]);

    private static TorchWindow OfMap(long[] kernel, long[]? strides, long[]? pads) => new(Pair(kernel), Pair(strides ?? kernel), Pair(pads ?? [0]));

    private static long[] Pair(long[] sizes) => [sizes[0], sizes[^1]];
}
