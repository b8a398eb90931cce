using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace MLNetDeep;

/// <summary>A folder of the user's in which native libraries made at run time stay for the next process (Linux).</summary>
/// <remarks>
/// A file is taken only when it holds exactly the expected bytes, and is otherwise replaced. It appears under its name by one
/// rename, so processes may start at once: none sees half a file, and none changes a file that another has loaded.
/// </remarks>
[SupportedOSPlatform("linux")]
internal static class NativeLibraryCache
{
    /// <summary>The environment variable that names the cache folder.</summary>
    internal const string DirectoryVariable = "MLNETDEEP_CACHE";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The cache folder: the one that the environment names, else <c>mlnetdeep</c> in the user's cache folder.</summary>
    /// <remarks>XDG Base Directory Specification: <c>$XDG_CACHE_HOME</c> when that is absolute, else <c>~/.cache</c>.</remarks>
    public static string DefaultDirectory()
    {
        if (Environment.GetEnvironmentVariable(DirectoryVariable) is { Length: > 0 } directory)
            return Path.GetFullPath(directory);

        string? userCache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(Path.IsPathRooted(userCache) ? userCache : Path.Combine(home, ".cache"), "mlnetdeep");
    }

    /// <summary>Loads a library from the cache; where the cache cannot be used, from a temporary file that is deleted at once.</summary>
    /// <param name="directory">The cache folder, for example <see cref="DefaultDirectory"/>.</param>
    /// <param name="fileName">A name that differs for different content.</param>
    /// <param name="content">The library.</param>
    /// <returns>The handle of the loaded library.</returns>
    /// <exception cref="InvalidOperationException">Neither folder can be written, or the library does not load.</exception>
    public static IntPtr Load(string directory, string fileName, ReadOnlySpan<byte> content)
    {
        try
        {
            return NativeLibrary.Load(Store(directory, fileName, content));
        }
        catch (Exception cacheFailure) when (IsExpected(cacheFailure))
        {
            return LoadTemporary(fileName, content, cacheFailure);
        }
    }

    /// <summary>Writes a file into the cache, unless it is there with the same content.</summary>
    /// <param name="directory">The cache folder; it is created for this user alone.</param>
    /// <param name="fileName">The name in that folder.</param>
    /// <param name="content">What the file has to hold.</param>
    /// <returns>The full path of the file.</returns>
    /// <exception cref="UnauthorizedAccessException">Another user owns the folder or may write to it.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static string Store(string directory, string fileName, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(directory, OwnerOnly);
        RequirePrivate(directory);
        string path = Path.Combine(directory, fileName);
        if (!Holds(path, content))
            Replace(path, content);
        return path;
    }

    private static void RequirePrivate(string directory)
    {
        if (FileOwner.Of(directory) != FileOwner.OfThisProcess)
            throw new UnauthorizedAccessException($"The folder '{directory}' belongs to another user.");
        if ((File.GetUnixFileMode(directory) & WritableByOthers) != 0)
            throw new UnauthorizedAccessException($"Other users may write to the folder '{directory}'.");
    }

    private static bool Holds(string path, ReadOnlySpan<byte> content)
    {
        FileInfo file = new(path);
        return file.Exists && file.Length == content.Length && content.SequenceEqual(File.ReadAllBytes(path));
    }

    private static void Replace(string path, ReadOnlySpan<byte> content)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            FileStreamOptions options = new()
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            using (FileStream file = new(temporary, options))
                file.Write(content);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary); // nothing is there after the move
        }
    }

    private static IntPtr LoadTemporary(string fileName, ReadOnlySpan<byte> content, Exception cacheFailure)
    {
        try
        {
            DirectoryInfo directory = Directory.CreateTempSubdirectory("mlnetdeep-"); // for this user alone
            try
            {
                return NativeLibrary.Load(Store(directory.FullName, fileName, content));
            }
            finally
            {
                directory.Delete(recursive: true); // a loaded library stays in memory
            }
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            throw new InvalidOperationException(
                $"The library '{fileName}' could not be loaded from the cache ({cacheFailure.Message.Trim()}) nor from a temporary folder "
                + $"({failure.Message.Trim()}). Where a version is not found, this system is too old: it takes glibc 2.34 and the C++ "
                + "runtime of GCC 12, as in Debian 12 and Ubuntu 22.04. Otherwise, "
                + $"set {DirectoryVariable} to a folder that only this user can write, without 'noexec'.",
                failure);
        }
    }

    private static bool IsExpected(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or DllNotFoundException;
}
