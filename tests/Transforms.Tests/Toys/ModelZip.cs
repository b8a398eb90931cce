using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.ML;

namespace MLNetDeep.Tests;

/// <summary>A saved model as the zip archive that it is, to look into and to damage.</summary>
internal static class ModelZip
{
    /// <summary>The bytes of our seal in <c>Model.key</c>.</summary>
    internal const int SealLength = sizeof(int) + (2 * (sizeof(int) + SHA256.HashSizeInBytes));

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

    /// <summary>The content of the entry whose path is, or else ends in, <paramref name="name"/>.</summary>
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

    /// <summary>A model of other entries of ours, with the seal that belongs to them.</summary>
    internal static byte[] Sealed(byte[] zip, byte[] description, byte[] graph)
    {
        byte[] key = Entry(zip, "Model.key");
        using MemoryStream seal = new(key, SealStart(zip), SealLength);
        ModelFile.WriteSeal(new BinaryWriter(seal), description, graph);
        return With(With(With(zip, ModelFile.DescriptionEntry, description), ModelFile.GraphEntry, graph), "Model.key", key);
    }

    /// <summary>The path of an entry in the folder of another one: a chain of transformers has several of a name.</summary>
    internal static string Beside(byte[] zip, string other, string name)
    {
        using ZipArchive archive = new(new MemoryStream(zip));
        return Find(archive, other).FullName[..^other.Length] + name;
    }

    /// <summary>Where in ML.NET's entry for the transformer our seal begins: format, then length and checksum of both entries.</summary>
    internal static int SealStart(byte[] zip) =>
        Entry(zip, "Model.key").AsSpan().IndexOf(SHA256.HashData(Entry(zip, ModelFile.DescriptionEntry))) - (2 * sizeof(int));

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
        archive.GetEntry(name) ?? archive.Entries.Single(entry => entry.FullName.EndsWith(name, StringComparison.Ordinal));
}
