using System.Runtime.InteropServices;

namespace MLNetDeep;

/// <summary>The memory of native libraries.</summary>
internal static partial class NativeHeap
{
    /// <summary>Gives back to the system what was freed. The C library of most Linux distributions keeps it otherwise, for each thread that ever asked for memory, and models that come and go scatter it.</summary>
    internal static void Trim()
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                _ = TrimAll(keep: 0);
            }
            catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException) // musl, which keeps little
            {
            }
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int TrimAll(nuint keep);
}
