namespace MLNetDeep;

/// <summary>The folder for rows beyond the memory of a fit.</summary>
/// <param name="path">Where it is.</param>
/// <param name="warn">Takes a warning.</param>
internal sealed class SpillFolder(string path, Action<string> warn)
{
    private bool _isChecked;

    internal string Path => path;

    /// <summary>Makes a file for rows, and warns before the first one if it will take memory, too: /tmp does so on many Linux systems.</summary>
    /// <param name="expectedBytes">Its length, if known.</param>
    /// <exception cref="IOException">The file cannot be made, or so much space is not there.</exception>
    internal SpillFile NewFile(long? expectedBytes)
    {
        if (!_isChecked)
        {
            _isChecked = true;
            WarnOfMemory();
        }
        return new SpillFile(path, expectedBytes);
    }

    private void WarnOfMemory()
    {
        if (!OperatingSystem.IsWindows() && new DriveInfo(path) is { DriveType: DriveType.Ram } drive)
        {
            warn($"The temporary folder '{path}' is itself in memory ({drive.DriveFormat}). Set MLContext.TempFilePath to a folder on a disk, such as /var/tmp.");
        }
    }
}
