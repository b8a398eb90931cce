using System.IO.Compression;

namespace MLNetDeep;

/// <summary>ML.NET's model file, a zip archive, read without ML.NET.</summary>
/// <remarks>Each step of a pipeline has a folder in it; a network's is the one with the entries of <see cref="ModelFile"/>.</remarks>
internal static class ModelArchive
{
    /// <summary>Reads the network in a folder, or the only one.</summary>
    /// <exception cref="FormatException">The archive has no network, or is damaged where the network lies.</exception>
    /// <exception cref="ArgumentException">There is no network in the folder, or there are several to choose from.</exception>
    internal static DeepModel Read(Stream stream, string? folder)
    {
        try
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
            Dictionary<string, ZipArchiveEntry> entries = [];
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                entries[entry.FullName.Replace('\\', '/')] = entry; // ML.NET on Windows writes backslashes
            }
            return Read(entries, Choose(Networks(entries), folder));
        }
        catch (InvalidDataException exception)
        {
            throw new FormatException($"The model file is damaged: it cannot be read as a zip archive: {exception.Message}");
        }
    }

    /// <summary>The folders of the networks, damaged ones too: one of the two entries may be missing.</summary>
    private static string[] Networks(Dictionary<string, ZipArchiveEntry> entries) =>
    [
        .. entries.Keys
            .Where(path => path.EndsWith($"/{ModelKey.Entry}", StringComparison.Ordinal))
            .Select(path => path[..path.LastIndexOf('/')])
            .Where(folder => entries.ContainsKey($"{folder}/{ModelFile.GraphEntry}") || entries.ContainsKey($"{folder}/{ModelFile.DescriptionEntry}"))
            .Order(StringComparer.Ordinal),
    ];

    private static string Choose(string[] networks, string? folder) => (networks, folder) switch
    {
        ([], _) => throw new FormatException(
            "The model file has no network of MLNetDeep. Load a file that mlContext.Model.Save wrote for a pipeline with one of its trainers."),
        ([string only], null) => only,
        (_, not null) when networks.Contains(folder) => folder,
        _ => throw new ArgumentException(
            $"The model file has networks in the folders '{string.Join("', '", networks)}'. Name one of them, not {(folder is null ? "none" : $"'{folder}'")}.", nameof(folder)),
    };

    private static DeepModel Read(Dictionary<string, ZipArchiveEntry> entries, string folder)
    {
        using BinaryReader seal = new(new MemoryStream(ModelFile.Unpack(ModelKey.Entry, Open, ModelKey.ReadBlock)));
        return ModelFile.Read(seal, Open);

        bool Open(string name, Action<Stream> read)
        {
            if (!entries.TryGetValue($"{folder}/{name}", out ZipArchiveEntry? entry))
            {
                return false;
            }
            using Stream content = entry.Open();
            read(content);
            return true;
        }
    }
}
