using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MLNetDeep;

/// <summary>Writes numbers in the safetensors format: the length of a header, the header as JSON, and the numbers behind each other.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8; // of the numbers in the file, by spaces behind the header

    internal static void Write(Stream stream, IReadOnlyList<NamedTensor> tensors)
    {
        byte[] header = Header(tensors);
        byte[] padding = new byte[(Alignment - (header.Length % Alignment)) % Alignment];
        padding.AsSpan().Fill((byte)' ');
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)(header.Length + padding.Length));
        stream.Write(length);
        stream.Write(header);
        stream.Write(padding);
        foreach (NamedTensor tensor in tensors)
        {
            stream.Write(MemoryMarshal.AsBytes<float>(tensor.Values));
        }
    }

    private static byte[] Header(IReadOnlyList<NamedTensor> tensors)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteEndObject();
            long offset = 0;
            foreach (NamedTensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", "F32");
                WriteNumbers(json, "shape", tensor.Shape);
                WriteNumbers(json, "data_offsets", [offset, offset += sizeof(float) * tensor.Values.LongLength]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return text.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }
        json.WriteEndArray();
    }
}
