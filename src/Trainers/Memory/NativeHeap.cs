using System.Runtime.InteropServices;

namespace MLNetDeep;

/// <summary>The heap of the C library, from which LibTorch takes its tensors: while this lives, it keeps what a step frees for the next one.</summary>
/// <remarks>
/// glibc asks the system for each block of more than 128 KB, and gives it back (mallopt(3)). It learns from blocks that are freed, but only up to 32 MB; a step of an LSTM of
/// 64 outputs takes three of 35 MB, and up to a fifth of its time for their pages. Other C libraries, and who has set glibc's variables, are left alone.
/// </remarks>
internal sealed partial class NativeHeap : IDisposable
{
    private const int TrimThreshold = -1, MapThreshold = -3; // glibc's names for what is set
    private const int LargestBlock = 1 << 28; // bytes
    private const int LargestLearned = 1 << 25; // what glibc would come to by itself

    private static readonly string[] s_variables = ["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "GLIBC_TUNABLES"];

    private readonly bool _keeps;

    internal NativeHeap()
    {
        try
        {
            _keeps = OperatingSystem.IsLinux() && !s_variables.Any(name => Environment.GetEnvironmentVariable(name) is not null) && Keep(LargestBlock);
        }
        catch (EntryPointNotFoundException)
        {
            // another C library
        }
    }

    /// <summary>Gives the system what is free, and leaves the heap as glibc would have made it.</summary>
    public void Dispose()
    {
        if (_keeps)
        {
            Keep(LargestLearned);
            _ = Trim(0);
        }
    }

    private static bool Keep(int block) => SetOption(MapThreshold, block) != 0 && SetOption(TrimThreshold, 2 * block) != 0;

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint kept);
}
