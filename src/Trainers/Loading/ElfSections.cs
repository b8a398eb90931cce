using System.Buffers.Binary;

namespace MLNetDeep;

/// <summary>The sections of a 64-bit little-endian ELF file (System V ABI, chapter 4); each offset and size is checked.</summary>
internal readonly ref struct ElfSections
{
    private const int FileHeaderSize = 64; // Elf64_Ehdr
    private const int SectionHeaderSize = 64; // Elf64_Shdr

    private readonly ReadOnlySpan<byte> _file;
    private readonly ReadOnlySpan<byte> _headers;

    /// <summary>Finds the section headers.</summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="FormatException">The file is damaged, or no 64-bit little-endian ELF file.</exception>
    public ElfSections(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeaderSize || file[0] != 0x7f || !file[1..].StartsWith("ELF"u8))
            throw new FormatException("The file is not an ELF library.");
        if (file[4] != 2 || file[5] != 1) // ELFCLASS64, ELFDATA2LSB
            throw new FormatException("The ELF library is not a 64-bit little-endian one.");
        if (BinaryPrimitives.ReadUInt16LittleEndian(file[58..]) != SectionHeaderSize)
            throw Damaged("its section headers have an unknown size");

        Count = BinaryPrimitives.ReadUInt16LittleEndian(file[60..]);
        _file = file;
        _headers = Slice(file, BinaryPrimitives.ReadUInt64LittleEndian(file[40..]), (ulong)Count * SectionHeaderSize);
    }

    /// <summary>The number of sections.</summary>
    public int Count { get; }

    /// <summary>The header of a section.</summary>
    /// <param name="index">The section's number, as headers name it in their link field.</param>
    /// <exception cref="FormatException">There is no such section.</exception>
    public ElfSection this[uint index]
    {
        get
        {
            if (index >= Count)
                throw Damaged("it names a section that does not exist");
            ReadOnlySpan<byte> header = _headers.Slice((int)index * SectionHeaderSize, SectionHeaderSize);
            return new ElfSection(
                Type: BinaryPrimitives.ReadUInt32LittleEndian(header[4..]),
                Offset: BinaryPrimitives.ReadUInt64LittleEndian(header[24..]),
                Size: BinaryPrimitives.ReadUInt64LittleEndian(header[32..]),
                Link: BinaryPrimitives.ReadUInt32LittleEndian(header[40..]),
                EntryCount: BinaryPrimitives.ReadUInt32LittleEndian(header[44..]));
        }
    }

    /// <summary>The first section of a type, or null.</summary>
    /// <param name="type">The section type (sh_type).</param>
    public ElfSection? Find(uint type)
    {
        for (uint i = 0; i < Count; i++)
        {
            if (this[i].Type == type)
                return this[i];
        }

        return null;
    }

    /// <summary>The content of a section.</summary>
    /// <param name="section">A section that has bytes in the file.</param>
    /// <exception cref="FormatException">The section reaches past the end of the file.</exception>
    public ReadOnlySpan<byte> Content(ElfSection section) => Slice(_file, section.Offset, section.Size);

    /// <summary>The error for a file that contradicts itself.</summary>
    /// <param name="reason">What is wrong, the end of a sentence.</param>
    public static FormatException Damaged(string reason) => new($"The ELF library is damaged: {reason}.");

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> file, ulong offset, ulong size) =>
        offset <= (ulong)file.Length && size <= (ulong)file.Length - offset
            ? file.Slice((int)offset, (int)size)
            : throw Damaged("a section reaches past the end of the file");
}

/// <summary>What a section header says (Elf64_Shdr), unchecked.</summary>
/// <param name="Type">The kind of content (sh_type).</param>
/// <param name="Offset">Where the content begins in the file, in bytes.</param>
/// <param name="Size">The length of the content, in bytes.</param>
/// <param name="Link">The number of the section that this one refers to, for example its string table.</param>
/// <param name="EntryCount">For version needs, the number of libraries (sh_info).</param>
internal readonly record struct ElfSection(uint Type, ulong Offset, ulong Size, uint Link, uint EntryCount);
