using System.Buffers.Binary;
using System.Text;

namespace MLNetDeep.Onnx;

/// <summary>Reads protobuf's wire format from memory, field by field, without copying.</summary>
/// <remarks>Every length is checked against what is left, and every field is counted; anything else is a <see cref="FormatException"/>.</remarks>
internal ref struct ProtoReader
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly FieldBudget _budget;
    private int _position;

    /// <param name="bytes">The outermost message.</param>
    /// <param name="budget">The fields that it may have, those of the messages in it included.</param>
    internal ProtoReader(ReadOnlyMemory<byte> bytes, FieldBudget budget)
    {
        _bytes = bytes;
        _budget = budget;
        _position = 0;
    }

    /// <summary>The number of the field that was read last.</summary>
    internal int Field { get; private set; }

    internal ProtoWireType WireType { get; private set; }

    /// <summary>Moves to the next field; <see langword="false"/> at the end.</summary>
    internal bool Next()
    {
        if (_position == _bytes.Length)
        {
            return false;
        }
        _budget.Spend();
        ulong tag = Varint();
        Field = tag >> 3 is > 0 and <= 0x1fffffff ? (int)(tag >> 3) : throw Malformed("a field number out of range");
        WireType = (ProtoWireType)(tag & 7);
        return true;
    }

    internal long Int64()
    {
        Expect(ProtoWireType.Varint);
        return (long)Varint();
    }

    internal float Single()
    {
        Expect(ProtoWireType.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)).Span);
    }

    internal ReadOnlyMemory<byte> Bytes()
    {
        Expect(ProtoWireType.LengthDelimited);
        ulong length = Varint();
        return length <= int.MaxValue ? Take((int)length) : throw Malformed($"a length of {length} bytes");
    }

    /// <summary>Reads the message that the field holds.</summary>
    internal ProtoReader Message() => new(Bytes(), _budget);

    /// <param name="maximumLength">The most bytes that are accepted.</param>
    internal string String(int maximumLength)
    {
        ReadOnlySpan<byte> text = Bytes().Span;
        return text.Length <= maximumLength ? Encoding.UTF8.GetString(text) : throw Malformed($"a text of {text.Length} bytes where {maximumLength} are the most");
    }

    /// <summary>Adds the numbers of a repeated integer field, packed into one or written singly; each counts as a field.</summary>
    internal void Int64s(List<long> values)
    {
        if (WireType == ProtoWireType.Varint)
        {
            values.Add((long)Varint());
            return;
        }
        ProtoReader packed = Message();
        while (packed._position < packed._bytes.Length)
        {
            _budget.Spend();
            values.Add((long)packed.Varint());
        }
    }

    internal void Singles(List<float> values)
    {
        if (WireType == ProtoWireType.Fixed32)
        {
            values.Add(Single());
            return;
        }
        ProtoReader packed = Message();
        while (packed._position < packed._bytes.Length)
        {
            _budget.Spend();
            values.Add(BinaryPrimitives.ReadSingleLittleEndian(packed.Take(sizeof(float)).Span));
        }
    }

    internal void Skip()
    {
        switch (WireType)
        {
            case ProtoWireType.Varint: Varint(); break;
            case ProtoWireType.Fixed64: Take(sizeof(ulong)); break;
            case ProtoWireType.Fixed32: Take(sizeof(uint)); break;
            case ProtoWireType.LengthDelimited: Bytes(); break;
            default: throw Malformed($"wire type {(int)WireType}");
        }
    }

    private readonly void Expect(ProtoWireType type)
    {
        if (WireType != type)
        {
            throw Malformed($"field {Field} with wire type {(int)WireType} where {(int)type} was expected");
        }
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1).Span[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
        throw Malformed("a number of more than ten bytes");
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > _bytes.Length - _position)
        {
            throw Malformed($"{count} bytes where {_bytes.Length - _position} are left");
        }
        ReadOnlyMemory<byte> taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    private readonly FormatException Malformed(string found) =>
        new($"The ONNX graph is damaged: {found} at byte {_position} of {_bytes.Length}. Save the model again.");
}
