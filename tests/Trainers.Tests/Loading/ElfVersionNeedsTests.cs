using System.Buffers.Binary;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ElfVersionNeedsTests
{
    private const string Runtime = "libstdc++.so.6";
    private const string RuntimeVersion = "GLIBCXX_3.4.32";

    private readonly byte[] _original = SystemRuntime.TorchSharpLibrary();

    [TestMethod]
    public void MakeWeak_ForTorchSharpsLibrary_ChangesOnlyTheFlagsOfThatVersion()
    {
        byte[] library = [.. _original];

        Assert.IsTrue(ElfVersionNeeds.MakeWeak(library, Runtime, RuntimeVersion));

        int[] changed = [.. Enumerable.Range(0, library.Length).Where(i => library[i] != _original[i])];
        Assert.HasCount(1, changed); // the low byte of the flags
        Assert.AreEqual(0, BinaryPrimitives.ReadUInt16LittleEndian(_original.AsSpan(changed[0])));
        Assert.AreEqual(2, BinaryPrimitives.ReadUInt16LittleEndian(library.AsSpan(changed[0]))); // VER_FLG_WEAK
        Assert.AreEqual(SystemVHash(RuntimeVersion), BinaryPrimitives.ReadUInt32LittleEndian(library.AsSpan(changed[0] - 4))); // vna_hash
    }

    [TestMethod]
    public void MakeWeak_ASecondTime_ChangesNothing()
    {
        byte[] library = SystemRuntime.TorchSharpCopy();
        byte[] once = [.. library];

        Assert.IsFalse(ElfVersionNeeds.MakeWeak(library, Runtime, RuntimeVersion));

        CollectionAssert.AreEqual(once, library);
    }

    [TestMethod]
    [DataRow(Runtime, "GLIBCXX_3.4.21", DisplayName = "A version whose symbols are called")]
    [DataRow(Runtime, "GLIBCXX_3.4.99", DisplayName = "A version that is not needed")]
    [DataRow("libstdc++.so.", RuntimeVersion, DisplayName = "The beginning of a library's name")]
    [DataRow("libstdc++.so.7", RuntimeVersion, DisplayName = "A library that is not needed")]
    [DataRow("libc.so.6", RuntimeVersion, DisplayName = "Another library")]
    public void MakeWeak_ForAnyOtherNeed_ChangesNothing(string library, string version)
    {
        byte[] bytes = [.. _original];

        Assert.IsFalse(ElfVersionNeeds.MakeWeak(bytes, library, version));

        CollectionAssert.AreEqual(_original, bytes);
    }

    [TestMethod]
    public void MakeWeak_OfATruncatedFile_IsAFormatError()
    {
        int[] lengths = [.. Enumerable.Range(0, 200), .. Enumerable.Range(1, 1000).Select(i => i * (_original.Length / 1001)), _original.Length - 1];

        foreach (int length in lengths)
            Assert.ThrowsExactly<FormatException>(() => ElfVersionNeeds.MakeWeak(_original.AsSpan(0, length), Runtime, RuntimeVersion), $"{length} bytes");
    }

    [TestMethod]
    [DataRow(0, 0, "The file is not an ELF library.")]
    [DataRow(3, 0, "The file is not an ELF library.")]
    [DataRow(4, 1, "The ELF library is not a 64-bit little-endian one.", DisplayName = "32-bit")]
    [DataRow(5, 2, "The ELF library is not a 64-bit little-endian one.", DisplayName = "Big-endian")]
    [DataRow(58, 40, "The ELF library is damaged: its section headers have an unknown size.")]
    [DataRow(47, 0x80, "The ELF library is damaged: a section reaches past the end of the file.", DisplayName = "Headers far away")]
    public void MakeWeak_WithAnUnexpectedHeader_SaysWhatIsWrong(int offset, int value, string message)
    {
        byte[] library = [.. _original];
        library[offset] = (byte)value;

        FormatException error = Assert.ThrowsExactly<FormatException>(() => ElfVersionNeeds.MakeWeak(library, Runtime, RuntimeVersion));

        Assert.AreEqual(message, error.Message);
    }

    [TestMethod]
    public void MakeWeak_OfRandomBytes_IsAFormatError()
    {
        byte[] garbage = new byte[5000];
        new Random(7).NextBytes(garbage);

        Assert.ThrowsExactly<FormatException>(() => ElfVersionNeeds.MakeWeak(garbage, Runtime, RuntimeVersion));
    }

    [TestMethod]
    public void MakeWeak_OfADamagedFile_IsAFormatErrorOrTouchesTwoBytesAtMost()
    {
        Random random = new(11);
        (int Start, int Size)[] tables = Tables();
        byte[] library = [.. _original];
        int errors = 0;
        for (int round = 0; round < 10_000; round++)
        {
            (int start, int size) = tables[random.Next(tables.Length)];
            int[] places = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => start + random.Next(size))];
            foreach (int place in places)
                library[place] = (byte)random.Next(256);

            bool isChanged = false;
            try
            {
                isChanged = ElfVersionNeeds.MakeWeak(library, Runtime, RuntimeVersion);
            }
            catch (FormatException)
            {
                errors++;
            }

            foreach (int place in places)
                library[place] = _original[place];
            if (isChanged)
                Restore(library);
        }

        CollectionAssert.AreEqual(_original, library);
        Assert.IsGreaterThan(1000, errors);
    }

    private void Restore(byte[] library)
    {
        int first = library.AsSpan().CommonPrefixLength(_original);
        int end = Math.Min(first + sizeof(ushort), library.Length);
        _original.AsSpan(first..end).CopyTo(library.AsSpan(first));
    }

    /// <summary>The parts of the file that the reading depends on: file header, section headers, version needs, symbol versions.</summary>
    private (int Start, int Size)[] Tables()
    {
        ElfSections sections = new(_original);
        ElfSection needs = sections.Find(0x6ffffffe)!.Value;
        ElfSection symbolVersions = sections.Find(0x6fffffff)!.Value;
        int headers = (int)BinaryPrimitives.ReadUInt64LittleEndian(_original.AsSpan(40));
        return
        [
            (0, 64),
            (headers, sections.Count * 64),
            ((int)needs.Offset, (int)needs.Size),
            ((int)symbolVersions.Offset, (int)symbolVersions.Size),
            (0, _original.Length),
        ];
    }

    /// <summary>The hash that the loader compares before it compares names (System V ABI, chapter 5).</summary>
    private static uint SystemVHash(string name)
    {
        uint hash = 0;
        foreach (char letter in name)
        {
            hash = (hash << 4) + letter;
            uint high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }
}
