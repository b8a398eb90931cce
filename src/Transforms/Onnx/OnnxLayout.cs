namespace MLNetDeep.Onnx;

/// <summary>The shape rules of the operators that move values and compute nothing. All that comes from a row stays with the row.</summary>
internal static class OnnxLayout
{
    /// <summary>[N, ...] as [N, values], but for sequences, whose values are not known.</summary>
    internal static long[] Flatten(OnnxNode node, long[][] inputs) => OnnxShape.StepAxes(inputs[0]) == 0
        ? [inputs[0][0], (long)OnnxShape.Values(inputs[0].Skip(1))]
        : throw new FormatException($"the shape {OnnxShape.Text(inputs[0])} has steps");

    /// <summary>The values of each row in other axes; in fewer than a row has, they become several rows.</summary>
    /// <remarks>
    /// So an image and its mirror image, side by side as [N, 2·C, H, W], are scored as [2·N, C, H, W], and the scores, [2·N, K],
    /// come back as [N, 2, K]. Of sequences, 0 keeps an axis, as the rows and the steps are, and -1 is what is left.
    /// </remarks>
    internal static long[] Reshape(OnnxNode node, long[][] inputs)
    {
        long[] from = inputs[0], shape = inputs[1];
        if (shape is not [-1 or 0, _, ..] || shape.Length > OnnxShape.MaximumRank || shape.Any(size => size is < -1 or > OnnxValidator.MaximumWidth) || shape.Count(size => size == -1) > 1
            || Array.LastIndexOf(shape, 0) >= from.Length)
        {
            throw new FormatException($"the shape {OnnxShape.Text(shape)} is not -1 or 0 and up to three sizes");
        }
        long[] to = [.. shape.Select((size, axis) => size == 0 ? from[axis] : size)];
        int open = Array.IndexOf(shape, -1);
        if (open >= 0)
        {
            to[open] = 1;
            to[open] = Left(from, to, isRows: open == 0) ?? throw OnnxShape.Mismatch(from, shape);
        }
        return OnnxShape.Values(from) == OnnxShape.Values(to) && OnnxShape.StepAxes(from) == OnnxShape.StepAxes(to) ? to : throw OnnxShape.Mismatch(from, to);
    }

    /// <summary>The size of the open axis: rows, steps or values; null if none fits.</summary>
    private static long? Left(long[] from, long[] to, bool isRows)
    {
        (Int128 values, Int128 rest) = Int128.DivRem(OnnxShape.Values(from), OnnxShape.Values(to));
        int steps = OnnxShape.StepAxes(from) - OnnxShape.StepAxes(to);
        return (rest == 0, isRows, steps, values == 1) switch
        {
            (true, true, 0, _) => -(long)values,
            (true, false, 0, _) => (long)values,
            (true, false, 1, true) => OnnxShape.Steps,
            _ => null,
        };
    }

    /// <summary>Whether these are axes, each once, of which the rows come first or, as in front of and behind a recurrent layer, go or come back.</summary>
    internal static bool IsOrder(IReadOnlyList<long>? axes) =>
        axes is [0, ..] or [1, 0, 2] or [2, 0, 1, 3] && axes.Order().SequenceEqual(Enumerable.Range(0, axes.Count).Select(axis => (long)axis));

    internal static long[] Transpose(OnnxNode node, long[][] inputs)
    {
        IReadOnlyList<long> order = node.Attribute("perm")!.Int64s!;
        return order.Count == inputs[0].Length
            ? [.. order.Select(axis => inputs[0][(int)axis])]
            : throw new FormatException($"the axes {OnnxShape.Text(order)} are not those of the shape {OnnxShape.Text(inputs[0])}");
    }

    /// <summary>Channels, or features, of several edges behind each other.</summary>
    internal static long[] Concat(OnnxNode node, long[][] inputs)
    {
        long[] first = inputs[0];
        long[]? other = inputs.FirstOrDefault(shape => shape.Length != first.Length || !Rest(shape).SequenceEqual(Rest(first)));
        return other is null && inputs.All(shape => shape[1] != OnnxShape.Steps) ? [first[0], inputs.Sum(shape => shape[1]), .. first[2..]] : throw OnnxShape.Mismatch(first, other ?? first);

        static IEnumerable<long> Rest(long[] shape) => shape.Where((_, axis) => axis != 1);
    }

    /// <summary>A mirror image: one axis from its end to its beginning.</summary>
    internal static long[] Slice(OnnxNode node, long[][] inputs) =>
        inputs[1..] is [[-1], [long.MinValue], [long axis], [-1]] && axis >= 1 && axis < inputs[0].Length
            ? inputs[0]
            : throw new FormatException("it does other than turn round one axis that is not the rows");
}
