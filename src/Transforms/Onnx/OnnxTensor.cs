using System.Runtime.InteropServices;

namespace MLNetDeep.Onnx;

/// <summary>A constant of a graph.</summary>
/// <param name="Name">The name of the edge it feeds.</param>
/// <param name="ElementType">The type of its numbers.</param>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
/// <param name="Data">Its numbers in row-major order, little-endian.</param>
internal sealed record OnnxTensor(string Name, OnnxElementType ElementType, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Data)
{
    internal ReadOnlySpan<float> Singles => MemoryMarshal.Cast<byte, float>(Data.Span);

    internal ReadOnlySpan<long> Int64s => MemoryMarshal.Cast<byte, long>(Data.Span);

    internal static OnnxTensor Of(string name, ReadOnlySpan<float> values, params long[] shape) =>
        new(name, OnnxElementType.Single, shape, MemoryMarshal.AsBytes(values).ToArray());

    internal static OnnxTensor Of(string name, ReadOnlySpan<long> values, params long[] shape) =>
        new(name, OnnxElementType.Int64, shape, MemoryMarshal.AsBytes(values).ToArray());
}
