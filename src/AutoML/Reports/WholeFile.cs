namespace MLNetDeep;

/// <summary>Files of which nobody sees half: they are written beside their place, and then moved there.</summary>
internal static class WholeFile
{
    /// <param name="path">The file, which is replaced if it is there.</param>
    /// <param name="lines">What it is to hold.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal static void Write(string path, IEnumerable<string> lines)
    {
        string unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllLines(unfinished, lines);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
