using System.Runtime.InteropServices;

namespace MLNetDeep.Tests;

/// <summary>How long files of this process may become: writing beyond fails as on a full disk. For Unix.</summary>
internal static partial class FileLimit
{
    private const int FileSize = 1; // RLIMIT_FSIZE
    private const int Exceeded = 25; // SIGXFSZ, which would end the process
    private const nint Ignore = 1;

    internal static void Set(long bytes)
    {
        SetSignal(Exceeded, Ignore);
        if (SetLimit(FileSize, [bytes, bytes]) != 0)
        {
            throw new InvalidOperationException("The limit cannot be set.");
        }
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, long[] softAndHard);
}
