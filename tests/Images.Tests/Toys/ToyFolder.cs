namespace MLNetDeep.Tests;

/// <summary>A folder that is deleted at the end of a test.</summary>
internal sealed class ToyFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("Images.Tests-").FullName;

    /// <summary>Writes a file, and the folders above it.</summary>
    /// <returns>Its full path.</returns>
    internal string Write(string name, byte[] content)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes a PNG file of one color.</summary>
    internal string WritePlain(string name, byte value) =>
        Write(name, ToyImage.Encode(ToyImage.Draw(4, 4, (_, _) => new SKColor(value, value, value))));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
