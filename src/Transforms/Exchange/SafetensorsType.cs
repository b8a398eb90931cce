using System.Buffers.Binary;

namespace MLNetDeep;

/// <summary>A type of numbers in a safetensors file that becomes single precision.</summary>
/// <param name="Bytes">Of a number.</param>
/// <param name="Read">Makes a number of its bytes.</param>
internal sealed record SafetensorsType(int Bytes, SafetensorsType.Reader Read)
{
    internal delegate float Reader(ReadOnlySpan<byte> bytes);

    /// <exception cref="FormatException">Weights are not of this type.</exception>
    internal static SafetensorsType Named(string name, string tensor) => name switch
    {
        "F32" => new(sizeof(float), BinaryPrimitives.ReadSingleLittleEndian),
        "F64" => new(sizeof(double), bytes => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        "F16" => new(sizeof(ushort), bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes)),
        "BF16" => new(sizeof(ushort), bytes => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16)),
        "I64" => new(sizeof(long), bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes)), // num_batches_tracked of PyTorch's batch normalization
        _ => throw SafetensorsHeader.Refused($"'{tensor}' is of type {name}; F32, F64, F16, BF16 and I64 are read"),
    };
}
