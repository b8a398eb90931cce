namespace MLNetDeep.Onnx;

/// <summary>An operator that graphs may use, with the way its output shape follows from its inputs.</summary>
/// <param name="InputCount">The number of inputs.</param>
/// <param name="Attributes">The attributes it may have, with their values.</param>
/// <param name="Shape">The shape of the output; throws <see cref="FormatException"/> for inputs that do not fit together.</param>
/// <remarks>Shapes are those of operator set 12, of at most two dimensions; the number of rows is <see cref="Rows"/>.</remarks>
internal sealed record OnnxOperator(int InputCount, OnnxAttributeRule[] Attributes, Func<OnnxNode, long[][], long[]> Shape)
{
    /// <summary>Stands for the number of rows, which is not known before scoring.</summary>
    internal const long Rows = -1;

    /// <summary>All operators that the layers and tasks of this project write.</summary>
    internal static readonly IReadOnlyDictionary<string, OnnxOperator> All = new Dictionary<string, OnnxOperator>
    {
        ["Abs"] = Unary(),
        ["Erf"] = Unary(),
        ["Identity"] = Unary(),
        ["Relu"] = Unary(),
        ["Selu"] = Unary(),
        ["Sigmoid"] = Unary(),
        ["Softplus"] = Unary(),
        ["Sqrt"] = Unary(),
        ["Tanh"] = Unary(),
        ["Softmax"] = Unary(new OnnxAttributeRule("axis", "1", axis => axis is { Int64: 1 })),
        ["Add"] = Elementwise(2),
        ["Sub"] = Elementwise(2),
        ["Mul"] = Elementwise(2),
        ["Div"] = Elementwise(2),
        ["Less"] = Elementwise(2),
        ["Where"] = Elementwise(3),
        ["Clip"] = new(3, [], Clip),
        ["Gemm"] = new(3, [new("transB", "0 or 1", transB => transB is { Int64: 0 or 1 })], Gemm),
        ["ReduceMean"] = new(1, [new("axes", "-1", axes => axes is { Int64s: [-1] })], ReduceMean),
        ["BatchNormalization"] = new(5, [new("epsilon", "one between 0 and 1", epsilon => epsilon is { Single: > 0 and < 1 })], BatchNormalization),
    };

    private static OnnxOperator Unary(params OnnxAttributeRule[] attributes) => new(1, attributes, (_, inputs) => inputs[0]);

    private static OnnxOperator Elementwise(int inputs) => new(inputs, [], (_, shapes) => shapes.Aggregate(Broadcast));

    private static long[] Broadcast(long[] left, long[] right)
    {
        long[] result = new long[Math.Max(left.Length, right.Length)];
        for (int fromEnd = 1; fromEnd <= result.Length; fromEnd++)
        {
            long a = fromEnd <= left.Length ? left[^fromEnd] : 1;
            long b = fromEnd <= right.Length ? right[^fromEnd] : 1;
            result[^fromEnd] = a == b || b == 1 ? a : a == 1 ? b : throw Mismatch(left, right);
        }
        return result;
    }

    private static long[] Clip(OnnxNode node, long[][] inputs) =>
        inputs[1].Length == 0 && inputs[2].Length == 0 ? inputs[0] : throw new FormatException("its bounds are not single numbers");

    private static long[] Gemm(OnnxNode node, long[][] inputs)
    {
        bool transposed = node.Attributes.Any(attribute => attribute is { Name: "transB", Int64: 1 });
        if (inputs[0].Length != 2 || inputs[1].Length != 2)
        {
            throw Mismatch(inputs[0], inputs[1]);
        }
        (long shared, long outputs) = transposed ? (inputs[1][1], inputs[1][0]) : (inputs[1][0], inputs[1][1]);
        return inputs[0][1] == shared && inputs[2].SequenceEqual([outputs]) ? [inputs[0][0], outputs] : throw Mismatch(inputs[0], inputs[1]);
    }

    private static long[] ReduceMean(OnnxNode node, long[][] inputs) =>
        node.Attributes.Count == 1 && inputs[0].Length == 2
            ? [inputs[0][0], 1]
            : throw new FormatException("it may reduce the last of two axes only");

    private static long[] BatchNormalization(OnnxNode node, long[][] inputs) =>
        inputs[0].Length == 2 && inputs.Skip(1).All(shape => shape.SequenceEqual([inputs[0][1]]))
            ? inputs[0]
            : throw Mismatch(inputs[0], inputs[1]);

    private static FormatException Mismatch(long[] left, long[] right) =>
        new($"the shapes [{string.Join(", ", left)}] and [{string.Join(", ", right)}] do not fit together");
}
