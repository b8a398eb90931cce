using System.Buffers.Binary;
using System.Text;

namespace MLNetDeep;

/// <summary>Marks a symbol version that an ELF library needs as weak, so that the loader accepts a system without it.</summary>
/// <remarks>
/// The needs are in the section <c>.gnu.version_r</c>: one record per library, each with a list of versions (Linux Standard Base,
/// "Symbol Versioning"). Both kinds of record point to the next one by a distance in bytes.
/// </remarks>
internal static class ElfVersionNeeds
{
    private const uint RelocationSection = 4; // SHT_RELA
    private const uint NeedsSection = 0x6ffffffe; // SHT_GNU_verneed
    private const uint SymbolVersionsSection = 0x6fffffff; // SHT_GNU_versym
    private const int RecordSize = 16; // Elf64_Verneed and Elf64_Vernaux
    private const int RelocationSize = 24; // Elf64_Rela
    private const ushort WeakFlag = 2; // VER_FLG_WEAK
    private const ushort VersionMask = 0x7fff; // the top bit only hides a symbol

    /// <summary>Marks one needed version as weak, when no relocation uses a symbol of that version.</summary>
    /// <param name="elf">The whole library; at most two bytes of it change.</param>
    /// <param name="library">The library that is needed, for example <c>libstdc++.so.6</c>.</param>
    /// <param name="version">The version needed from it, for example <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>Whether the bytes were changed: not when there is no such need, when it is weak already, or when it is used.</returns>
    /// <exception cref="FormatException">The file is damaged, or no 64-bit little-endian ELF library.</exception>
    public static bool MakeWeak(Span<byte> elf, string library, string version)
    {
        ElfSections sections = new(elf);
        if (sections.Find(NeedsSection) is not ElfSection section)
            return false;

        ReadOnlySpan<byte> needs = sections.Content(section);
        ReadOnlySpan<byte> names = sections.Content(sections[section.Link]);
        int need = FindVersion(needs, names, section.EntryCount, library, version);
        if (need < 0)
            return false;

        ushort flags = ReadUInt16(needs, need + 4); // vna_flags
        ushort versionIndex = ReadUInt16(needs, need + 6); // vna_other
        if ((flags & WeakFlag) != 0 || IsUsed(sections, versionIndex))
            return false;

        BinaryPrimitives.WriteUInt16LittleEndian(elf[((int)section.Offset + need + 4)..], (ushort)(flags | WeakFlag));
        return true;
    }

    /// <summary>The place in the section of the record (Elf64_Vernaux) of a needed version, or -1.</summary>
    private static int FindVersion(ReadOnlySpan<byte> needs, ReadOnlySpan<byte> names, uint libraryCount, string library, string version)
    {
        int need = 0;
        for (uint i = 0; i < libraryCount; i++)
        {
            if (HasName(names, ReadUInt32(needs, need + 4), library))
            {
                int first = Next(needs, need, ReadUInt32(needs, need + 8));
                return FindRecord(needs, names, first, count: ReadUInt16(needs, need + 2), version);
            }

            uint distance = ReadUInt32(needs, need + 12);
            if (distance == 0) // the last library
                return -1;
            need = Next(needs, need, distance);
        }

        return -1;
    }

    private static int FindRecord(ReadOnlySpan<byte> needs, ReadOnlySpan<byte> names, int first, int count, string version)
    {
        int record = first;
        for (int i = 0; i < count; i++)
        {
            if (HasName(names, ReadUInt32(needs, record + 8), version))
                return record;

            uint distance = ReadUInt32(needs, record + 12);
            if (distance == 0) // the last version
                return -1;
            record = Next(needs, record, distance);
        }

        return -1;
    }

    private static int Next(ReadOnlySpan<byte> needs, int record, uint distance) =>
        record + (long)distance <= needs.Length - RecordSize ? record + (int)distance : throw Truncated();

    /// <summary>Whether a relocation binds a symbol of the version: such a library would load, and end the process in a later call.</summary>
    private static bool IsUsed(ElfSections sections, ushort versionIndex)
    {
        if (sections.Find(SymbolVersionsSection) is not ElfSection section)
            throw ElfSections.Damaged("it has version needs, but no symbol versions");

        ReadOnlySpan<byte> versions = sections.Content(section);
        for (uint i = 0; i < sections.Count; i++)
        {
            bool isAboutSameSymbols = sections[i].Type == RelocationSection && sections[i].Link == section.Link;
            if (isAboutSameSymbols && HasSymbolOfVersion(sections.Content(sections[i]), versions, versionIndex))
                return true;
        }

        return false;
    }

    private static bool HasSymbolOfVersion(ReadOnlySpan<byte> relocations, ReadOnlySpan<byte> versions, ushort versionIndex)
    {
        for (int at = 0; at + RelocationSize <= relocations.Length; at += RelocationSize)
        {
            uint symbol = ReadUInt32(relocations, at + 12); // the upper half of r_info; 0 is no symbol
            if (symbol >= versions.Length / sizeof(ushort))
                throw ElfSections.Damaged("a relocation names a symbol that does not exist");
            ushort version = ReadUInt16(versions, (int)symbol * sizeof(ushort));
            if (symbol != 0 && (version & VersionMask) == (versionIndex & VersionMask))
                return true;
        }

        return false;
    }

    private static bool HasName(ReadOnlySpan<byte> names, uint offset, string expected)
    {
        if (offset >= names.Length)
            throw ElfSections.Damaged("a name is not in its string table");
        ReadOnlySpan<byte> name = names[(int)offset..];
        int length = expected.Length;
        return name.Length > length && name[length] == 0 && Ascii.Equals(name[..length], expected);
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, int offset) =>
        offset <= bytes.Length - sizeof(ushort) ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]) : throw Truncated();

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, int offset) =>
        offset <= bytes.Length - sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]) : throw Truncated();

    private static FormatException Truncated() => ElfSections.Damaged("its version needs reach past their section");
}
