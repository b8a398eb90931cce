using System.Buffers.Binary;
using System.Text;

namespace MLNetDeep.Onnx;

/// <summary>Writes protobuf's wire format into one array of the right size: a first pass measures, a second one writes.</summary>
/// <remarks>
/// A nested message is written in place behind a length of fixed width (five bytes, legal though not the shortest form),
/// so that weights are copied once however deep they lie. Format: protobuf.dev/programming-guides/encoding.
/// </remarks>
internal sealed class ProtoWriter
{
    private const int LengthWidth = 5; // bytes of a padded varint: up to 2^35
    private const int LongestVarint = 10; // bytes of a number with its highest bit set

    private readonly byte[]? _bytes; // null while measuring
    private long _count;

    private ProtoWriter(byte[]? bytes) => _bytes = bytes;

    /// <summary>The bytes of a message.</summary>
    /// <param name="message">What to write.</param>
    /// <param name="write">Writes its fields; called twice, and says the same both times.</param>
    /// <exception cref="InvalidOperationException">It would be longer than protobuf allows.</exception>
    internal static byte[] Write<T>(T message, Action<ProtoWriter, T> write)
    {
        ProtoWriter measuring = new(null);
        write(measuring, message);
        if (measuring._count > Array.MaxLength) // a few bytes less than protobuf's own limit, 2^31 - 1
        {
            throw new InvalidOperationException(
                $"The network does not fit in an ONNX file, which holds {Array.MaxLength} bytes: it needs {measuring._count}. Use smaller layers or fewer feature slots.");
        }
        ProtoWriter writer = new(GC.AllocateUninitializedArray<byte>((int)measuring._count));
        write(writer, message);
        return writer._bytes!;
    }

    internal void Int64(int field, long value)
    {
        Tag(field, ProtoWireType.Varint);
        Varint((ulong)value);
    }

    internal void Single(int field, float value)
    {
        Tag(field, ProtoWireType.Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Append(bytes);
    }

    internal void Double(int field, double value)
    {
        Tag(field, ProtoWireType.Fixed64);
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        Append(bytes);
    }

    internal void String(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    internal void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, ProtoWireType.LengthDelimited);
        Varint((ulong)value.Length);
        Append(value);
    }

    internal void Message<T>(int field, T value, Action<ProtoWriter, T> write)
    {
        Tag(field, ProtoWireType.LengthDelimited);
        long lengthAt = _count;
        _count += LengthWidth;
        write(this, value);
        if (_bytes is not null)
        {
            WriteLength(_bytes.AsSpan((int)lengthAt, LengthWidth), (int)(_count - lengthAt) - LengthWidth);
        }
    }

    private static void WriteLength(Span<byte> bytes, int length)
    {
        for (int i = 0; i < LengthWidth; i++)
        {
            int more = i < LengthWidth - 1 ? 0x80 : 0;
            bytes[i] = (byte)((length & 0x7f) | more);
            length >>= 7;
        }
    }

    private void Tag(int field, ProtoWireType type) => Varint(((ulong)field << 3) | (uint)type);

    private void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[LongestVarint];
        int count = 0;
        while (value >= 0x80)
        {
            bytes[count++] = (byte)(value | 0x80);
            value >>= 7;
        }
        bytes[count++] = (byte)value;
        Append(bytes[..count]);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes is not null)
        {
            bytes.CopyTo(_bytes.AsSpan((int)_count));
        }
        _count += bytes.Length;
    }
}
