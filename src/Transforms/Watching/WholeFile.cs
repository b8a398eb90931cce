namespace MLNetDeep;

/// <summary>Files that nobody sees half of.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside the file first, and then moves what is written into its place.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal static void Write(string path, Action<Stream> write)
    {
        string unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = File.Create(unfinished))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    internal static void Write(string path, IEnumerable<string> lines) => Write(path, stream =>
    {
        using StreamWriter writer = new(stream, leaveOpen: true);
        foreach (string line in lines)
        {
            writer.WriteLine(line);
        }
    });
}
