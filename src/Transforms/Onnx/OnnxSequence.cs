namespace MLNetDeep.Onnx;

/// <summary>The shape rules of the operators that only networks for sequences have: [N, T, values], T steps.</summary>
internal static class OnnxSequence
{
    /// <summary>The attributes of a recurrent operator with as many gates.</summary>
    internal static OnnxAttributeRule[] Attributes { get; } =
    [
        new("hidden_size", "a positive number", size => size is { Int64: > 0 and <= OnnxValidator.MaximumWidth }),
        new("direction", "forward or bidirectional", direction => direction is { String: "forward" or "bidirectional" }),
    ];

    /// <summary>The rows of an embedding table, [V, E], that tokens, [N, T], name: [N, T, E].</summary>
    internal static long[] Gather(OnnxNode node, long[][] inputs) =>
        inputs is [[> 0, > 0 and var width], [OnnxShape.Rows, OnnxShape.Steps]]
            ? [OnnxShape.Rows, OnnxShape.Steps, width]
            : throw OnnxShape.Mismatch(inputs[0], inputs[1]);

    /// <summary>A product of the last two axes, with a constant matrix or step by step of each row.</summary>
    internal static long[] MatMul(OnnxNode node, long[][] inputs)
    {
        long[] left = inputs[0], right = inputs[1];
        bool isConstant = right is [> 0, > 0];
        if (OnnxShape.StepAxes(left) + OnnxShape.StepAxes(right) > 3) // [N, T, T] by [N, T, T], a product for each three steps
        {
            throw OnnxShape.Mismatch(left, right);
        }
        bool fits = left.Length >= 3 && left[^1] is > 0 or OnnxShape.Steps && left[^1] == right[^2] && (isConstant || (left.Length == right.Length && left.SkipLast(2).SequenceEqual(right.SkipLast(2))));
        return fits ? [.. left[..^1], right[^1]] : throw OnnxShape.Mismatch(left, right);
    }

    /// <summary>How many values a checked node multiplies that takes two edges for this: per row or, where both have steps, per row and pair of steps.</summary>
    internal static (Int128 PerRow, Int128 PerPair) Products(OnnxNode node, OnnxEdges edges)
    {
        if (node.OperatorType != "MatMul" || edges.Shape(node.Inputs[1]) is not { Length: > 2 } right)
        {
            return (0, 0);
        }
        Int128 products = OnnxShape.Values([.. edges.Shape(node.Outputs[0])!, right[^2]]);
        return OnnxShape.StepAxes(right) == 0 ? (products, 0) : (0, products);
    }

    /// <summary>A sum or maximum over the steps: [N, T, ...] becomes [N, ...].</summary>
    internal static long[] ReduceSteps(OnnxNode node, long[][] inputs) =>
        inputs[0] is [OnnxShape.Rows, _, ..]
            ? node.Attribute("keepdims") is { Int64: 0 } ? [OnnxShape.Rows, .. inputs[0][2..]] : [OnnxShape.Rows, 1, .. inputs[0][2..]]
            : throw new FormatException($"the shape {OnnxShape.Text(inputs[0])} is not that of sequences");

    /// <summary>The places of steps, or the lengths of rows, as integers.</summary>
    internal static long[] Cast(OnnxNode node, long[][] inputs) =>
        inputs[0].Length <= 2 ? inputs[0] : throw new FormatException($"the shape {OnnxShape.Text(inputs[0])} has more than two axes");

    /// <summary>Sums up to each step.</summary>
    internal static long[] CumulativeSum(OnnxNode node, long[][] inputs) =>
        inputs is [[OnnxShape.Rows, OnnxShape.Steps], [1]]
            ? inputs[0]
            : throw new FormatException($"the shape {OnnxShape.Text(inputs[0])} is not that of a mask, or the axis is not that of the steps");

    /// <summary>A recurrent layer on [T, N, I], weights by direction: the shape of its outputs, [T, D, N, H].</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">Values, weights of inputs, [D, gates · H, I], weights of states, [D, gates · H, H], biases, [D, 2 · gates · H], and, if they differ, lengths, [N].</param>
    /// <param name="gates">4 of LSTM, 3 of GRU.</param>
    internal static long[] Recurrent(OnnxNode node, long[][] inputs, int gates)
    {
        long hidden = node.Attribute("hidden_size")!.Int64!.Value, directions = Directions(node), rows = gates * hidden;
        bool fits = inputs[0] is [_, OnnxShape.Rows, > 0] values
            && inputs[1].SequenceEqual([directions, rows, values[2]])
            && inputs[2].SequenceEqual([directions, rows, hidden])
            && inputs[3].SequenceEqual([directions, 2 * rows])
            && inputs.Skip(4).All(lengths => lengths is [OnnxShape.Rows]);
        return fits ? [inputs[0][0], directions, OnnxShape.Rows, hidden] : throw OnnxShape.Mismatch(inputs[0], inputs[1]);
    }

    /// <summary>What a recurrent node takes in memory beside its edges: the gates of all steps.</summary>
    internal static long[] Workspace(OnnxNode node, long[] steps) =>
        [steps[0], OnnxShape.Rows, (node.OperatorType == "LSTM" ? 4 : 3) * Directions(node) * node.Attribute("hidden_size")!.Int64!.Value];

    private static long Directions(OnnxNode node) => node.Attribute("direction") is { String: "bidirectional" } ? 2 : 1;
}
