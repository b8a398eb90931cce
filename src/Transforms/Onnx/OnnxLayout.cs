namespace MLNetDeep.Onnx;

/// <summary>The shape rules of the operators that move values and compute nothing. All that comes from a row stays with the row.</summary>
internal static class OnnxLayout
{
    /// <summary>[N, ...] as [N, values].</summary>
    internal static long[] Flatten(OnnxNode node, long[][] inputs) => [inputs[0][0], (long)OnnxShape.Values(inputs[0].Skip(1))];

    /// <summary>The values of each row in other axes; in fewer than a row has, they become several rows.</summary>
    /// <remarks>
    /// So an image and its mirror image, side by side as [N, 2·C, H, W], are scored as [2·N, C, H, W], and the scores, [2·N, K],
    /// come back as [N, 2, K].
    /// </remarks>
    internal static long[] Reshape(OnnxNode node, long[][] inputs)
    {
        long[] shape = inputs[1];
        if (shape is not [-1, _, ..] || shape.Length > OnnxShape.MaximumRank || shape.Skip(1).Any(size => size is < 1 or > OnnxValidator.MaximumWidth))
        {
            throw new FormatException($"the shape {OnnxShape.Text(shape)} is not -1 and up to three sizes");
        }
        (Int128 rows, Int128 rest) = Int128.DivRem(OnnxShape.Values(inputs[0]), OnnxShape.Values(shape));
        return rest == 0 ? [-(long)rows, .. shape[1..]] : throw OnnxShape.Mismatch(inputs[0], shape);
    }

    /// <summary>Whether these are axes, each once, of which the rows come first.</summary>
    internal static bool IsOrder(IReadOnlyList<long>? axes) =>
        axes is [0, ..] && axes.Order().SequenceEqual(Enumerable.Range(0, axes.Count).Select(axis => (long)axis));

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
        return other is null ? [first[0], inputs.Sum(shape => shape[1]), .. first[2..]] : throw OnnxShape.Mismatch(first, other);

        static IEnumerable<long> Rest(long[] shape) => shape.Where((_, axis) => axis != 1);
    }

    /// <summary>A mirror image: one axis from its end to its beginning.</summary>
    internal static long[] Slice(OnnxNode node, long[][] inputs) =>
        inputs[1..] is [[-1], [long.MinValue], [long axis], [-1]] && axis >= 1 && axis < inputs[0].Length
            ? inputs[0]
            : throw new FormatException("it does other than turn round one axis that is not the rows");
}
