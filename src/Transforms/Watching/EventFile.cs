using System.Buffers.Binary;
using System.Numerics;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>TensorFlow's event files: messages of protobuf (tensorflow/core/util/event.proto), each as a record with checksums (tensorflow/core/lib/io/record_writer.h).</summary>
internal static class EventFile
{
    private const int TimeField = 1, StepField = 2, VersionField = 3, SummaryField = 5; // of an event
    private const int ValueField = 1; // of a summary
    private const int TagField = 1, NumberField = 2; // of a value

    /// <summary>Writes the first record, which says what the others are.</summary>
    internal static void Begin(Stream file, DateTimeOffset time) => Append(file, ProtoWriter.Write(time, (writer, at) =>
    {
        writer.Double(TimeField, Seconds(at));
        writer.String(VersionField, "brain.Event:2");
    }));

    /// <summary>Writes numbers that belong to a step.</summary>
    internal static void Add(Stream file, DateTimeOffset time, long step, IReadOnlyList<(string Tag, float Value)> scalars) => Append(file, ProtoWriter.Write(scalars, (writer, all) =>
    {
        writer.Double(TimeField, Seconds(time));
        writer.Int64(StepField, step);
        writer.Message(SummaryField, all, WriteSummary);
    }));

    private static void WriteSummary(ProtoWriter writer, IReadOnlyList<(string Tag, float Value)> scalars)
    {
        foreach ((string Tag, float Value) scalar in scalars)
        {
            writer.Message(ValueField, scalar, (value, written) =>
            {
                value.String(TagField, written.Tag);
                value.Single(NumberField, written.Value);
            });
        }
    }

    private static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Length, its checksum, the message, its checksum; in one piece, so that a reader finds whole records.</summary>
    private static void Append(Stream file, byte[] message)
    {
        byte[] bytes = new byte[sizeof(long) + sizeof(uint) + message.Length + sizeof(uint)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(sizeof(long)), Checksum(bytes.AsSpan(0, sizeof(long))));
        message.CopyTo(bytes, sizeof(long) + sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - sizeof(uint)), Checksum(message));
        file.Write(bytes);
        file.Flush();
    }

    /// <summary>CRC-32C, masked as the format says.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }
}
