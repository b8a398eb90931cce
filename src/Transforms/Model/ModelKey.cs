using System.Buffers.Binary;
using System.Text;

namespace MLNetDeep;

/// <summary>The entry that ML.NET keeps for each step of a pipeline: a header, what the step writes, and strings behind it.</summary>
/// <remarks>
/// The layout is that of <c>ModelHeader</c> in Microsoft.ML.Core, which is internal. All numbers are little-endian. What ML.NET
/// needs to find the class of the step (its loader, its assembly) is not read here.
/// </remarks>
internal static class ModelKey
{
    internal const string Entry = "Model.key";

    /// <summary>What the header says that the step is: eight characters.</summary>
    internal const string Signature = "DEEP NET";

    /// <summary>The version of the step for ML.NET. It does not change: the seal has a format of its own.</summary>
    internal const uint Version = 0x00010001;

    private const int MaximumLength = 1 << 16; // more than a header of 256 bytes, a seal of 76 and the name of an assembly
    private const int HeaderLength = 0x100;
    private const int BlockOffset = 0x10;
    private const int BlockLengthOffset = 0x18;
    private const int SignatureOffset = 0x40;
    private const int ReadableVersionOffset = 0x4C;

    private static readonly byte[] s_fileSignature = Bytes("ML MODEL");
    private static readonly byte[] s_signature = Bytes(Signature);

    /// <summary>Reads what the step has written.</summary>
    /// <exception cref="FormatException">The header is damaged, or that of another kind of step.</exception>
    internal static byte[] ReadBlock(Stream entry)
    {
        byte[] buffer = new byte[MaximumLength];
        ReadOnlySpan<byte> key = buffer.AsSpan(0, entry.ReadAtLeast(buffer, MaximumLength, throwOnEndOfStream: false));
        if (key.Length < HeaderLength || !key.StartsWith(s_fileSignature) || !key[SignatureOffset..].StartsWith(s_signature)
            || BinaryPrimitives.ReadUInt32LittleEndian(key[ReadableVersionOffset..]) > Version
            || BinaryPrimitives.ReadInt64LittleEndian(key[BlockOffset..]) != HeaderLength)
        {
            throw Damaged();
        }
        long length = BinaryPrimitives.ReadInt64LittleEndian(key[BlockLengthOffset..]);
        return length >= 0 && length <= key.Length - HeaderLength ? key.Slice(HeaderLength, (int)length).ToArray() : throw Damaged();
    }

    /// <summary>As ML.NET writes signatures: spaces are zeros.</summary>
    private static byte[] Bytes(string signature) => Encoding.ASCII.GetBytes(signature.Replace(' ', '\0'));

    private static FormatException Damaged() =>
        new($"The model file is damaged: '{Entry}' does not begin with the header of a network. Save the model again.");
}
