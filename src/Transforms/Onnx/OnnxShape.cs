namespace MLNetDeep.Onnx;

/// <summary>Shapes of edges: the sizes of up to <see cref="MaximumRank"/> axes, empty for a single number.</summary>
/// <remarks>
/// The number of rows, N, is not known before scoring. A first axis of -k stands for k·N, and so <see cref="Rows"/> for N; where
/// k is more than 1, the k of a row follow each other. An edge without such an axis is a constant. The number of steps of a sequence, T,
/// is not known either: <see cref="Steps"/> stands for it. In what recurrent operators take and give, the rows are not the first axis.
/// </remarks>
internal static class OnnxShape
{
    /// <summary>Stands for the number of rows.</summary>
    internal const long Rows = -1;

    /// <summary>Stands for the number of steps.</summary>
    internal const long Steps = long.MinValue + 1;

    /// <summary>The most axes: rows, channels, height and width.</summary>
    internal const int MaximumRank = 4;

    private const long ChannelsPerBlock = 16;

    /// <summary>Whether an edge has other values for each row.</summary>
    internal static bool IsPerRow(long[] shape) => shape.Any(size => size < 0);

    /// <summary>Whether an edge has images: channels, height and width behind the rows.</summary>
    internal static bool IsMap(long[] shape) => shape is [< 0 and not Steps, not Steps, _, _];

    /// <summary>How many axes of an edge are steps.</summary>
    internal static int StepAxes(long[] shape) => shape.Count(size => size == Steps);

    /// <summary>The values that an edge has per row and step, or altogether if it is a constant.</summary>
    /// <remarks>Of four sizes below 2³¹, whatever a file says, the product fits.</remarks>
    internal static Int128 Values(IEnumerable<long> shape) =>
        shape.Aggregate(Int128.One, (product, size) => size == Steps ? product : product * Math.Abs(size));

    /// <summary>The floats that ONNX Runtime takes for an edge per row and step.</summary>
    internal static long Floats(long[] shape) => (long)(IsMap(shape) ? Values(shape) / shape[1] * InBlocks(shape[1]) : Values(shape));

    /// <summary>The channels, or filters, for which ONNX Runtime takes memory.</summary>
    /// <remarks>Where the CPU has registers for 16 floats, it keeps images in blocks of as many channels: one takes as much as 16.</remarks>
    internal static long InBlocks(long channels) => (channels + ChannelsPerBlock - 1) / ChannelsPerBlock * ChannelsPerBlock;

    /// <summary>The shape for errors.</summary>
    internal static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape.Select(size => size == Steps ? "T" : $"{size}"))}]";

    /// <summary>The error for inputs that do not belong together.</summary>
    internal static FormatException Mismatch(long[] left, long[] right) => new($"the shapes {Text(left)} and {Text(right)} do not fit together");
}
