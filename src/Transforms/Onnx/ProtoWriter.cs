using System.Buffers.Binary;
using System.Text;

namespace MLNetDeep.Onnx;

/// <summary>Writes protobuf's wire format into one growing array.</summary>
/// <remarks>
/// A nested message is written in place behind a length of fixed width (five bytes, legal though not the shortest form),
/// so that weights are copied once however deep they lie. Format: protobuf.dev/programming-guides/encoding.
/// </remarks>
internal sealed class ProtoWriter
{
    private const int LengthWidth = 5; // bytes of a padded varint: up to 2^35

    private byte[] _buffer = new byte[4096];
    private int _count;

    internal byte[] ToArray() => _buffer.AsSpan(0, _count).ToArray();

    internal void Int64(int field, long value)
    {
        Tag(field, ProtoWireType.Varint);
        Varint((ulong)value);
    }

    internal void Single(int field, float value)
    {
        Tag(field, ProtoWireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(Reserve(sizeof(float)), value);
    }

    internal void String(int field, string value)
    {
        Tag(field, ProtoWireType.LengthDelimited);
        int length = Encoding.UTF8.GetByteCount(value);
        Varint((ulong)length);
        Encoding.UTF8.GetBytes(value, Reserve(length));
    }

    internal void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, ProtoWireType.LengthDelimited);
        Varint((ulong)value.Length);
        value.CopyTo(Reserve(value.Length));
    }

    internal void Message<T>(int field, T value, Action<ProtoWriter, T> write)
    {
        Tag(field, ProtoWireType.LengthDelimited);
        int lengthAt = _count;
        Reserve(LengthWidth);
        write(this, value);
        PatchLength(lengthAt, _count - lengthAt - LengthWidth);
    }

    private void PatchLength(int at, int length)
    {
        for (int i = 0; i < LengthWidth; i++)
        {
            int more = i < LengthWidth - 1 ? 0x80 : 0;
            _buffer[at + i] = (byte)((length & 0x7f) | more);
            length >>= 7;
        }
    }

    private void Tag(int field, ProtoWireType type) => Varint(((ulong)field << 3) | (uint)type);

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            Reserve(1)[0] = (byte)(value | 0x80);
            value >>= 7;
        }
        Reserve(1)[0] = (byte)value;
    }

    private Span<byte> Reserve(int size)
    {
        long needed = (long)_count + size;
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"The network does not fit in an ONNX file: protobuf allows 2 GB, the network needs more than {needed:N0} bytes. Use smaller layers or fewer feature slots.");
        }
        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _buffer.Length)));
        }
        Span<byte> reserved = _buffer.AsSpan(_count, size);
        _count += size;
        return reserved;
    }
}
