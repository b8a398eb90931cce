namespace MLNetDeep.Onnx;

/// <summary>The operators that move a window over images, [N, C, H, W], or signals, [N, C, 1, L].</summary>
internal static class OnnxWindow
{
    private const string Sizes = "two sizes from 1 to 16777216"; // OnnxValidator.MaximumWidth

    /// <summary>The attributes of a window, which trainers write even where ONNX has a default.</summary>
    internal static OnnxAttributeRule[] Attributes { get; } =
    [
        new("kernel_shape", Sizes, kernel => AreSizes(kernel.Int64s)),
        new("strides", Sizes, strides => AreSizes(strides.Int64s)),
        new("pads", "four sizes from 0", pads => pads is { Int64s: [>= 0, >= 0, >= 0, >= 0] }),
    ];

    /// <summary>A convolution by M filters, [M, C / group, kernel height, kernel width]: the shape [N, M, H', W'].</summary>
    internal static long[] Conv(OnnxNode node, long[][] inputs)
    {
        long[] image = inputs[0], filters = inputs[1];
        long group = node.Attribute("group")!.Int64!.Value;
        bool fits = image is [_, long channels, _, _] && filters is [long count and > 0, long channelsPerGroup, .. long[] kernel]
            && kernel.SequenceEqual(node.Attribute("kernel_shape")!.Int64s!)
            && channels % group == 0 && channels / group == channelsPerGroup && count % group == 0
            && inputs.Skip(2).All(bias => bias.SequenceEqual([count]));
        return fits ? [image[0], filters[0], .. Slide(node, image)] : throw OnnxShape.Mismatch(image, filters);
    }

    /// <summary>The largest value or the mean in each window: the shape [N, C, H', W'].</summary>
    internal static long[] Pool(OnnxNode node, long[][] inputs) => [.. Image(inputs[0])[..2], .. Slide(node, inputs[0])];

    /// <summary>The mean of each channel: the shape [N, C, 1, 1].</summary>
    internal static long[] GlobalPool(OnnxNode node, long[][] inputs) => [.. Image(inputs[0])[..2], 1, 1];

    /// <summary>How many values a checked node takes from windows, per row, to multiply, add or compare them.</summary>
    /// <param name="node">The node.</param>
    /// <param name="edges">All edges.</param>
    /// <param name="length">The steps of a sequence.</param>
    internal static Int128 Steps(OnnxNode node, OnnxEdges edges, int length) => node.Attribute("kernel_shape") is { Int64s: { } kernel }
        ? OnnxShape.Values(edges.Shape(node.Outputs[0])!.Select(size => size == OnnxShape.Steps ? length : size)) * OnnxShape.Values(node.OperatorType == "Conv" ? edges.Shape(node.Inputs[1])!.Skip(1) : kernel)
        : 0;

    /// <summary>The places where a window fits into an image with its pads, along both axes.</summary>
    private static IEnumerable<long> Slide(OnnxNode node, long[] image)
    {
        IReadOnlyList<long> kernel = node.Attribute("kernel_shape")!.Int64s!, strides = node.Attribute("strides")!.Int64s!, pads = node.Attribute("pads")!.Int64s!;
        for (int axis = 0; axis < 2; axis++)
        {
            long before = pads[axis], after = pads[axis + 2];
            if (before >= kernel[axis] || after >= kernel[axis]) // a window of pads alone: ONNX Runtime's answers to that differ
            {
                throw new FormatException($"its pads {OnnxShape.Text(pads)} are not smaller than its kernel {OnnxShape.Text(kernel)}");
            }
            if (image[axis + 2] == OnnxShape.Steps)
            {
                yield return strides[axis] == 1 && before + after == kernel[axis] - 1
                    ? OnnxShape.Steps
                    : throw new FormatException("its window does not give as many steps as there are");
                continue;
            }
            long room = before + image[axis + 2] + after - kernel[axis];
            yield return room >= 0
                ? (room / strides[axis]) + 1
                : throw new FormatException($"its kernel {OnnxShape.Text(kernel)} does not fit into {OnnxShape.Text(image)}");
        }
    }

    private static long[] Image(long[] shape) =>
        shape.Length == 4 ? shape : throw new FormatException($"the shape {OnnxShape.Text(shape)} is not that of images");

    private static bool AreSizes(IReadOnlyList<long>? sizes) => sizes is [var height, var width] && IsSize(height) && IsSize(width);

    private static bool IsSize(long size) => size is >= 1 and <= OnnxValidator.MaximumWidth;
}
