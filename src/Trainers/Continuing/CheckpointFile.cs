using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace MLNetDeep;

/// <summary>The form of a checkpoint: a mark, a header as JSON, the parts of the state, each behind its length, and the SHA-256 of all of it.</summary>
internal static class CheckpointFile
{
    private const int BlockSize = 1 << 16; // bytes that are read at once

    private static ReadOnlySpan<byte> Mark => "MLNetDeep checkpoint 1\n"u8;

    internal static void Write(string path, CheckpointHeader header, FitState state)
    {
        using FileStream file = File.Create(path);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Append(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            file.Write(bytes);
        }
        void AppendPart(ReadOnlySpan<byte> part)
        {
            Span<byte> length = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(length, part.Length);
            Append(length);
            Append(part);
        }
        Append(Mark);
        AppendPart(JsonSerializer.SerializeToUtf8Bytes(header, ModelFile.Json));
        state.Write(AppendPart);
        file.Write(hash.GetHashAndReset());
        file.Flush(flushToDisk: true);
    }

    /// <summary>Checks a whole file and reads its header.</summary>
    /// <exception cref="FormatException">The file is damaged, or none of this form.</exception>
    internal static CheckpointHeader ReadHeader(string path)
    {
        using FileStream file = File.OpenRead(path);
        CheckHash(file);
        file.Position = Mark.Length;
        try
        {
            byte[] text = new byte[PartLength(file)];
            file.ReadExactly(text);
            return JsonSerializer.Deserialize<CheckpointHeader>(text, ModelFile.Json) ?? throw Damaged();
        }
        catch (JsonException)
        {
            throw Damaged();
        }
    }

    /// <summary>Reads the parts of the state. The file has been checked.</summary>
    /// <exception cref="FormatException">The state has other parts.</exception>
    internal static void ReadState(string path, CheckpointHeader header, FitState state)
    {
        using FileStream file = File.OpenRead(path);
        file.Position = Mark.Length;
        long headerLength = PartLength(file);
        file.Position += headerLength;
        state.Read(
            part =>
            {
                if (PartLength(file) != part.Length)
                {
                    throw Damaged();
                }
                file.ReadExactly(part.Span);
            },
            header.StepCounts);
    }

    private static void CheckHash(FileStream file)
    {
        long left = file.Length - SHA256.HashSizeInBytes;
        byte[] block = new byte[BlockSize];
        if (left < Mark.Length || file.ReadAtLeast(block.AsSpan(0, Mark.Length), Mark.Length) != Mark.Length || !block.AsSpan(0, Mark.Length).SequenceEqual(Mark))
        {
            throw Damaged();
        }
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Mark);
        left -= Mark.Length;
        while (left > 0)
        {
            int count = (int)Math.Min(left, block.Length);
            file.ReadExactly(block, 0, count);
            hash.AppendData(block, 0, count);
            left -= count;
        }
        byte[] expected = new byte[SHA256.HashSizeInBytes];
        file.ReadExactly(expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, hash.GetHashAndReset()))
        {
            throw Damaged();
        }
    }

    /// <summary>The length of the part that follows, which the file has.</summary>
    private static long PartLength(FileStream file)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        file.ReadExactly(bytes);
        long length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return length >= 0 && length <= file.Length - file.Position ? length : throw Damaged();
    }

    private static FormatException Damaged() => new("its checksum does not match");
}
