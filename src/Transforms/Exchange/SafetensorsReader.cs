using System.Buffers.Binary;

namespace MLNetDeep;

/// <summary>Reads numbers out of safetensors files.</summary>
internal static class SafetensorsReader
{
    private const long LongestHeader = 100_000_000; // bytes, by the format

    /// <summary>All tensors of a file. Nothing is reserved before the header has been found to agree with the length of the file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">It is damaged, or none of this format.</exception>
    internal static Dictionary<string, NamedTensor> Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[sizeof(ulong)];
        ulong length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            ? BinaryPrimitives.ReadUInt64LittleEndian(start)
            : throw SafetensorsHeader.Refused($"it has {file.Length} bytes");
        long rest = file.Length - start.Length;
        if (length > (ulong)Math.Min(LongestHeader, rest))
        {
            throw SafetensorsHeader.Refused($"its header should have {length} bytes, of which {rest} are there and {LongestHeader} are allowed");
        }
        byte[] header = new byte[length];
        file.ReadExactly(header);
        IReadOnlyList<SafetensorsEntry> entries = SafetensorsHeader.Read(header, rest - header.Length);
        return entries.ToDictionary(entry => entry.Name, entry => Tensor(file, entry));
    }

    private static NamedTensor Tensor(FileStream file, SafetensorsEntry entry)
    {
        if (entry.End - entry.Begin > Array.MaxLength)
        {
            throw SafetensorsHeader.Refused($"'{entry.Name}' has more than {Array.MaxLength} bytes");
        }
        byte[] bytes = new byte[entry.End - entry.Begin];
        file.ReadExactly(bytes); // entries are in the order of their bytes, without gaps
        float[] values = new float[bytes.Length / entry.Type.Bytes];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = entry.Type.Read(bytes.AsSpan(index * entry.Type.Bytes, entry.Type.Bytes));
        }
        return new NamedTensor(entry.Name, entry.Shape, values);
    }
}
