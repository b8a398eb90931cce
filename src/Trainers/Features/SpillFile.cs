using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MLNetDeep;

/// <summary>A temporary file that nobody else can open and that the operating system frees with this process, however that ends.</summary>
internal sealed class SpillFile : IDisposable
{
    private readonly string _folder;
    private readonly long? _expectedBytes;
    private readonly FileStream _stream;
    private readonly SafeFileHandle _handle;

    /// <param name="folder">Where the file is to be.</param>
    /// <param name="expectedBytes">Its length, if known: a disk that is too full for it is noticed here.</param>
    /// <exception cref="IOException">The file cannot be made, or so much space is not there.</exception>
    internal SpillFile(string folder, long? expectedBytes)
    {
        _folder = folder;
        _expectedBytes = expectedBytes;
        try
        {
            _stream = Open(folder, expectedBytes ?? 0);
        }
        catch (Exception exception) when (IsOfTheDisk(exception))
        {
            throw Failure(exception);
        }
        _handle = _stream.SafeFileHandle;
    }

    /// <summary>In bytes, as far as it is written.</summary>
    internal long Length { get; private set; }

    /// <exception cref="IOException">The disk is full or broken.</exception>
    internal void Append<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(elements);
        WriteAt(Length, bytes);
        Length += bytes.Length;
    }

    /// <summary>Overwrites elements that have been appended.</summary>
    /// <param name="start">The place of the first one.</param>
    /// <param name="elements">The new values.</param>
    /// <exception cref="IOException">The disk is broken.</exception>
    internal unsafe void Write<T>(long start, ReadOnlySpan<T> elements)
        where T : unmanaged =>
        WriteAt(start * sizeof(T), MemoryMarshal.AsBytes(elements));

    /// <param name="start">The place of the first element.</param>
    /// <param name="elements">Is filled.</param>
    /// <exception cref="IOException">The disk is broken, or the file is shorter than what was written.</exception>
    internal unsafe void Read<T>(long start, Span<T> elements)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(elements);
        for (long offset = start * sizeof(T); bytes.Length > 0;)
        {
            int count = ReadAt(offset, bytes);
            if (count == 0)
            {
                throw new EndOfStreamException(FormattableString.Invariant(
                    $"A temporary file in '{_folder}' has lost rows of the fit behind byte {offset:N0} of {Length:N0}. Check the disk."));
            }
            bytes = bytes[count..];
            offset += count;
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Opens a new file and, where an open file needs no name, removes that at once.</summary>
    private static FileStream Open(string folder, long expectedBytes)
    {
        string path = Path.Combine(folder, $"MLNetDeep-{Guid.NewGuid():N}.rows");
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            PreallocationSize = expectedBytes,
            Options = FileOptions.RandomAccess,
        };
        if (OperatingSystem.IsWindows())
        {
            options.Options |= FileOptions.DeleteOnClose;
            return new FileStream(path, options);
        }
        if (Directory.Exists(folder) && new DriveInfo(folder).AvailableFreeSpace is long free && free < expectedBytes)
        {
            throw new IOException(FormattableString.Invariant($"{free:N0} bytes are free")); // to reserve in vain would fill the disk for a moment
        }
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        FileStream stream = new(path, options);
        try
        {
            File.Delete(path);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
        return stream;
    }

    /// <summary>Whether it is the disk or the folder that fails; a file longer than the file system allows is reported as an argument.</summary>
    private static bool IsOfTheDisk(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    /// <summary>Reads at least a byte, unless the file ends before.</summary>
    private int ReadAt(long offset, Span<byte> bytes)
    {
        try
        {
            return RandomAccess.Read(_handle, bytes, offset);
        }
        catch (Exception exception) when (IsOfTheDisk(exception))
        {
            throw new IOException(FormattableString.Invariant(
                $"A temporary file in '{_folder}' with rows of the fit cannot be read behind byte {offset:N0} of {Length:N0}: {exception.Message.TrimEnd('.')}. Check the disk, or set MLContext.TempFilePath to a folder on another."), exception);
        }
    }

    private void WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, offset);
        }
        catch (Exception exception) when (IsOfTheDisk(exception))
        {
            throw Failure(exception);
        }
    }

    private IOException Failure(Exception reason)
    {
        string written = _expectedBytes is long expected ? $"{Length:N0} of {expected:N0}" : $"{Length:N0}";
        return new IOException(FormattableString.Invariant(
            $"Rows beyond MemoryBudget go to a temporary file in '{_folder}'. It failed after {written} bytes: {reason.Message.TrimEnd('.')}. Free space there, set MLContext.TempFilePath to another folder, or raise MemoryBudget."), reason);
    }
}
