namespace MLNetDeep.Onnx;

/// <summary>A named input or output of a graph.</summary>
/// <param name="Name">The name of the edge.</param>
/// <param name="ElementType">The type of its numbers.</param>
/// <param name="Shape">Its dimensions; <see langword="null"/> where it varies: as the number of rows does, which comes first, and that of the steps of a sequence.</param>
internal sealed record OnnxValue(string Name, OnnxElementType ElementType, IReadOnlyList<long?> Shape);

/// <summary>The element types of the ONNX specification that our graphs use.</summary>
internal enum OnnxElementType
{
    Single = 1,
    Int32 = 6,
    Int64 = 7,
}
