using System.IO.Compression;
using Microsoft.ML;

namespace MLNetDeep.Tests;

/// <summary>A saved model as the zip archive that it is, to look into and to damage.</summary>
internal static class ModelZip
{
    internal static byte[] Save(ITransformer model)
    {
        using MemoryStream stream = new();
        new MLContext().Model.Save(model, ToyRow.View(1).Schema, stream);
        return stream.ToArray();
    }

    internal static ITransformer Load(byte[] zip)
    {
        using MemoryStream stream = new(zip);
        return new MLContext().Model.Load(stream, out _);
    }

    /// <summary>The content of the entry whose path ends in <paramref name="name"/>.</summary>
    internal static byte[] Entry(byte[] zip, string name)
    {
        using ZipArchive archive = new(new MemoryStream(zip));
        using MemoryStream content = new();
        using Stream entry = Find(archive, name).Open();
        entry.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>The archive with other content in an entry, or without the entry.</summary>
    internal static byte[] With(byte[] zip, string name, byte[]? content)
    {
        using MemoryStream stream = new();
        stream.Write(zip);
        using (ZipArchive archive = new(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            string path = Find(archive, name).FullName;
            Find(archive, name).Delete();
            if (content is not null)
            {
                using Stream entry = archive.CreateEntry(path).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    /// <summary>Where in the archive the compressed bytes of an entry lie.</summary>
    internal static Range CompressedBytes(byte[] zip, string name)
    {
        const int HeaderLength = 30; // of the local file header, PKWARE's APPNOTE 4.3.7
        using ZipArchive archive = new(new MemoryStream(zip));
        ZipArchiveEntry entry = Find(archive, name);
        int path = zip.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(entry.FullName));
        int start = path + entry.FullName.Length + BitConverter.ToUInt16(zip, path - HeaderLength + 28);
        return start..(start + (int)entry.CompressedLength);
    }

    private static ZipArchiveEntry Find(ZipArchive archive, string name) =>
        archive.Entries.Single(entry => entry.FullName.EndsWith(name, StringComparison.Ordinal));
}
