namespace MLNetDeep.Onnx;

/// <summary>The part of <see cref="OnnxValidator"/> that looks at one constant.</summary>
internal static class OnnxConstantCheck
{
    private const long MaximumSize = 1 << 30; // of an axis

    /// <summary>Checks a constant and adds it to the edges.</summary>
    /// <exception cref="FormatException">It is not what it says, or no network of this project has such a one.</exception>
    internal static void Add(OnnxTensor constant, OnnxEdges edges)
    {
        switch (constant.ElementType)
        {
            case OnnxElementType.Single:
                CheckShape(constant, constant.Shape.Count <= OnnxShape.MaximumRank, sizeof(float));
                edges.Add(constant.Name, [.. constant.Shape]);
                break;
            case OnnxElementType.Int64:
                CheckShape(constant, constant.Shape is [<= OnnxShape.MaximumRank], sizeof(long));
                edges.AddIntegers(constant.Name, constant.Int64s.ToArray());
                break;
            default:
                throw OnnxValidator.Refused($"constant '{constant.Name}' has elements of type {(int)constant.ElementType} instead of floats or integers");
        }
    }

    private static void CheckShape(OnnxTensor constant, bool isKnown, int elementSize)
    {
        if (!isKnown || constant.Shape.Any(size => size is < 1 or > MaximumSize))
        {
            throw OnnxValidator.Refused($"constant '{constant.Name}' has the shape {OnnxShape.Text(constant.Shape)}");
        }
        Int128 bytes = OnnxShape.Values(constant.Shape) * elementSize;
        if (bytes != constant.Data.Length)
        {
            throw OnnxValidator.Refused($"constant '{constant.Name}' has {constant.Data.Length} bytes where its shape needs {bytes}");
        }
    }
}
