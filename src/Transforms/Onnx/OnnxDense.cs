namespace MLNetDeep.Onnx;

/// <summary>The shape rules of the operators of dense networks, most of which know nothing of images.</summary>
internal static class OnnxDense
{
    internal static long[] Broadcast(long[] left, long[] right)
    {
        long[] result = new long[Math.Max(left.Length, right.Length)];
        for (int fromEnd = 1; fromEnd <= result.Length; fromEnd++)
        {
            long a = fromEnd <= left.Length ? left[^fromEnd] : 1;
            long b = fromEnd <= right.Length ? right[^fromEnd] : 1;
            result[^fromEnd] = a == b || b == 1 ? a : a == 1 ? b : throw OnnxShape.Mismatch(left, right);
        }
        return result;
    }

    internal static long[] Clip(OnnxNode node, long[][] inputs) =>
        inputs[1].Length == 0 && inputs[2].Length == 0 ? inputs[0] : throw new FormatException("its bounds are not single numbers");

    internal static long[] Gemm(OnnxNode node, long[][] inputs)
    {
        bool transposed = node.Attribute("transB") is { Int64: 1 };
        if (inputs[0].Length != 2 || inputs[1].Length != 2)
        {
            throw OnnxShape.Mismatch(inputs[0], inputs[1]);
        }
        (long shared, long outputs) = transposed ? (inputs[1][1], inputs[1][0]) : (inputs[1][0], inputs[1][1]);
        return inputs[0][1] == shared && inputs[2].SequenceEqual([outputs]) ? [inputs[0][0], outputs] : throw OnnxShape.Mismatch(inputs[0], inputs[1]);
    }

    /// <remarks>In operator set 12, an axis means all axes from there on: the same, of the last.</remarks>
    internal static long[] Softmax(OnnxNode node, long[][] inputs) =>
        node.Attribute("axis")!.Int64 == inputs[0].Length - 1
            ? inputs[0]
            : throw new FormatException($"the axis is not the last of the shape {OnnxShape.Text(inputs[0])}");

    internal static long[] ReduceMean(OnnxNode node, long[][] inputs) => (node.Attribute("axes"), node.Attribute("keepdims"), inputs[0]) switch
    {
        ({ Int64s: [-1] }, null, { Length: 2 or 3 } shape) => [.. shape[..^1], 1],
        ({ Int64s: [1] }, not null, [long rows, _, long width]) => [rows, width],
        _ => throw new FormatException("it may reduce the last of two or three axes, or the second of three without keeping it"),
    };

    /// <remarks>What a module makes of a row is known from it alone; the application checks that it does.</remarks>
    internal static long[] Module(OnnxNode node, long[][] inputs) =>
        inputs[0] is [OnnxShape.Rows, _] ? [OnnxShape.Rows, node.Attribute(ModuleGraph.Outputs)!.Int64!.Value] : throw new FormatException("it takes no rows of features");

    internal static long[] BatchNormalization(OnnxNode node, long[][] inputs) =>
        inputs[0].Length is 2 or 4 && inputs.Skip(1).All(shape => shape.SequenceEqual([inputs[0][1]]))
            ? inputs[0]
            : throw OnnxShape.Mismatch(inputs[0], inputs[1]);
}
