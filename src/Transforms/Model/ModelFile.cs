using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>The form in which a model lies in an ML.NET model file: two plain entries and a seal.</summary>
/// <remarks>
/// <c>model.onnx</c> is the graph and <c>model.json</c> its description, both usable by themselves. The seal, in the entry that
/// ML.NET keeps for the transformer, holds the format version and the length and SHA-256 of both, which are checked before
/// either is parsed. Errors have no inner exception: ML.NET wraps them, and the innermost is to be the one that names the entry.
/// </remarks>
internal static class ModelFile
{
    internal const string GraphEntry = "model.onnx";
    internal const string DescriptionEntry = "model.json";

    internal const int Format = 1;

    private const int FirstStep = 1 << 20; // bytes

    /// <summary>How records are written as text.</summary>
    internal static JsonSerializerOptions Json { get; } = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a diverged epoch has a loss of NaN
    };

    internal static byte[] WriteDescription(ModelDescription description) => JsonSerializer.SerializeToUtf8Bytes(description, Json);

    internal static void WriteSeal(BinaryWriter seal, ReadOnlySpan<byte> description, ReadOnlySpan<byte> graph)
    {
        seal.Write(Format);
        WriteSeal(seal, description);
        WriteSeal(seal, graph);
    }

    /// <summary>Puts a model together from its entries.</summary>
    /// <param name="seal">Positioned at the seal.</param>
    /// <param name="open">Opens an entry by name for a reader; <see langword="false"/> where there is none.</param>
    /// <exception cref="FormatException">An entry is missing, damaged, or of a newer format.</exception>
    internal static DeepModel Read(BinaryReader seal, Func<string, Action<Stream>, bool> open) => ReadSealed(seal, Format, hashes =>
    {
        byte[] description = ReadEntry(hashes, DescriptionEntry, open);
        byte[] graph = ReadEntry(hashes, GraphEntry, open);
        return new DeepModel(ReadDescription(description), graph);
    });

    /// <summary>Reads a seal: the format version, and then what <paramref name="read"/> makes of the rest.</summary>
    /// <exception cref="FormatException">The format is newer than what is known, or the seal is cut off.</exception>
    internal static T ReadSealed<T>(BinaryReader seal, int knownFormat, Func<BinaryReader, T> read)
    {
        try
        {
            int format = seal.ReadInt32();
            return format == knownFormat ? read(seal) : throw new FormatException(
                $"The model file has format {format}; this version of MLNetDeep reads up to {knownFormat}. Update the MLNetDeep.Transforms package.");
        }
        catch (EndOfStreamException)
        {
            throw new FormatException("The model file is damaged: the seal is cut off. Save the model again.");
        }
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="open">Opens an entry by name for a reader; <see langword="false"/> where there is none.</param>
    /// <param name="read">Makes something of its bytes.</param>
    /// <exception cref="FormatException">There is no such entry, or it cannot be unpacked.</exception>
    internal static byte[] Unpack(string name, Func<string, Action<Stream>, bool> open, Func<Stream, byte[]> read)
    {
        byte[] content = [];
        try
        {
            return open(name, entry => content = read(entry))
                ? content
                : throw new FormatException($"The model file is damaged: it has no entry '{name}'. Save the model again.");
        }
        catch (InvalidDataException exception)
        {
            throw new FormatException($"The model file is damaged: '{name}' cannot be unpacked: {exception.Message} Save the model again.");
        }
    }

    /// <summary>Seals an entry: its length and SHA-256.</summary>
    internal static void WriteSeal(BinaryWriter seal, ReadOnlySpan<byte> entry)
    {
        seal.Write(entry.Length);
        seal.Write(SHA256.HashData(entry));
    }

    /// <summary>Reads an entry and compares it with its seal.</summary>
    /// <param name="seal">Positioned at the seal of the entry.</param>
    /// <param name="name">Its name.</param>
    /// <param name="open">Opens an entry by name for a reader; <see langword="false"/> where there is none.</param>
    /// <param name="maximumLength">The most bytes that are read: few packed bytes may be many.</param>
    /// <exception cref="FormatException">It is missing, damaged or too long.</exception>
    internal static byte[] ReadEntry(BinaryReader seal, string name, Func<string, Action<Stream>, bool> open, int maximumLength = int.MaxValue)
    {
        int length = seal.ReadInt32();
        if (length > maximumLength)
        {
            throw new FormatException($"The model file is damaged: '{name}' has {length} bytes where {maximumLength} are the most. Save the model again.");
        }
        byte[] hash = new byte[SHA256.HashSizeInBytes];
        seal.ReadExactly(hash);
        byte[] content = Unpack(name, open, entry => ReadExactly(entry, length, name));
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(content), hash)
            ? content
            : throw new FormatException($"The model file is damaged: the checksum of '{name}' does not match. Save the model again.");
    }

    /// <summary>Makes a record of an entry, and checks its values.</summary>
    /// <param name="json">The entry.</param>
    /// <param name="name">Its name.</param>
    /// <param name="check">Throws an <see cref="ArgumentOutOfRangeException"/> for a value that makes no sense.</param>
    /// <exception cref="FormatException">The entry is no such record, or a value makes no sense.</exception>
    internal static T ReadRecord<T>(byte[] json, string name, Action<T> check)
        where T : class
    {
        try
        {
            T record = RecordReader.Read<T>(json) ?? throw new FormatException($"The model file is damaged: '{name}' is empty.");
            check(record);
            return record;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentOutOfRangeException)
        {
            throw new FormatException($"The model file is damaged: '{name}' makes no sense: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}. Save the model again.");
        }
    }

    /// <summary>Reads into an array that grows to the length, so that a false length costs no more memory than the entry has bytes.</summary>
    private static byte[] ReadExactly(Stream entry, int length, string name)
    {
        byte[] content = new byte[Math.Clamp(length, 0, FirstStep)];
        int count = 0, read = 1;
        while (count < length && read > 0)
        {
            if (count == content.Length)
            {
                Array.Resize(ref content, (int)Math.Min(Math.Min(length, Array.MaxLength), 2L * count));
            }
            read = entry.Read(content, count, content.Length - count);
            count += read;
        }
        return count == length && entry.ReadByte() < 0
            ? content
            : throw new FormatException($"The model file is damaged: '{name}' should have {length} bytes. Save the model again.");
    }

    private static ModelDescription ReadDescription(byte[] json)
    {
        try
        {
            ModelDescription description = RecordReader.Read<ModelDescription>(json)
                ?? throw new FormatException($"The model file is damaged: '{DescriptionEntry}' is empty.");
            DescriptionCheck.Check(description);
            return description;
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The model file is damaged: '{DescriptionEntry}' cannot be understood: {exception.Message}");
        }
    }
}
