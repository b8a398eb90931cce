namespace MLNetDeep;

/// <summary>The heap of the C library, from which LibTorch takes its tensors.</summary>
internal static class NativeHeap
{
    private const long LargestBlock = (32 << 20) - (1 << 16); // bytes; glibc learns from blocks of up to 32 MB

    /// <summary>Lets the C library keep what a step frees for the next step, instead of returning it to the system and asking for it again.</summary>
    /// <remarks>
    /// glibc returns blocks that are larger than any freed before, starting with 128 KB (mallopt(3), M_MMAP_THRESHOLD): one large block that
    /// is freed untouched teaches it. Without, the first fit of a process took up to a fifth more time for page faults. Other C libraries do not mind.
    /// </remarks>
    internal static void KeepFreed() => empty(LargestBlock, ScalarType.Byte).Dispose();
}
