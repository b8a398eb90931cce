namespace MLNetDeep;

/// <summary>What the directory says about a file, or about what a link to it leads to.</summary>
/// <param name="Length">In bytes; 0 if there is no such file.</param>
/// <param name="Written">When it was last written.</param>
internal readonly record struct FileState(long Length, DateTime Written)
{
    internal static FileState Of(string path)
    {
        try
        {
            FileInfo file = new(path);
            FileSystemInfo target = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            return target is FileInfo found ? new FileState(found.Length, found.LastWriteTimeUtc) : default;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return default; // nothing to read here and now
        }
    }
}
