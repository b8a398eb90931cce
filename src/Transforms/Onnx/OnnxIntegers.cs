namespace MLNetDeep.Onnx;

/// <summary>The operators on whole numbers, one for each step of a sequence: [N, T], as tokens are.</summary>
internal static class OnnxIntegers
{
    private static readonly long[] s_nextStep = [0, -1, 0, 1]; // one less in front, one more behind

    /// <summary>All that the layers of this project write, in the place of operators on floats of the same names.</summary>
    internal static IReadOnlyDictionary<string, OnnxOperator> All { get; } = new Dictionary<string, OnnxOperator>
    {
        ["Add"] = new(2, [], Same) { Types = [OnnxElementType.Int64, OnnxElementType.Int64], Result = Integers },
        ["Mul"] = new(2, [], ByNumber) { Integers = 1, Types = [OnnxElementType.Int64], Result = Integers },
        ["Mod"] = new(2, [], ByNumber) { Integers = 1, Types = [OnnxElementType.Int64], Result = Integers },
        ["Pad"] = new(2, [], NextStep) { Integers = 1, Types = [OnnxElementType.Int64], Result = Integers },
    };

    /// <summary>In the place of each step what the next one has, and 0 in that of the last: [N, T] both times.</summary>
    internal static long[] NextStep(OnnxNode node, long[][] inputs) =>
        IsOfSteps(inputs[0]) && inputs[1].SequenceEqual(s_nextStep)
            ? inputs[0]
            : throw new FormatException($"the shape {OnnxShape.Text(inputs[0])} is not that of a mask, or it does other than move steps by one");

    private static long[] Same(OnnxNode node, long[][] inputs) =>
        IsOfSteps(inputs[0]) && IsOfSteps(inputs[1]) ? inputs[0] : throw OnnxShape.Mismatch(inputs[0], inputs[1]);

    private static long[] ByNumber(OnnxNode node, long[][] inputs) =>
        IsOfSteps(inputs[0]) && inputs[1] is [> 0] ? inputs[0] : throw new FormatException($"the shape {OnnxShape.Text(inputs[0])} is not that of tokens, or its second input is not one positive number");

    private static bool IsOfSteps(long[] shape) => shape is [OnnxShape.Rows, OnnxShape.Steps];

    private static OnnxElementType Integers(OnnxNode node) => OnnxElementType.Int64;
}
