using System.Runtime.InteropServices;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class NativeHeapTests
{
    private const int Block = 4096, Count = 16384; // 64 MB

    [TestMethod]
    public void Trim_GivesBackWhatWasFreedBetweenOtherThings()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out _))
        {
            Assert.Inconclusive("Only glibc keeps what is freed.");
        }
        byte[] content = [.. Enumerable.Repeat((byte)1, Block)];
        IntPtr[] blocks = new IntPtr[Count];
        for (int index = 0; index < Count; index++)
        {
            blocks[index] = Marshal.AllocHGlobal(Block);
            Marshal.Copy(content, 0, blocks[index], Block);
        }
        Array.ForEach(blocks[..^1], Marshal.FreeHGlobal); // the last one keeps the heap from being cut off behind it
        long before = Environment.WorkingSet;
        NativeHeap.Trim();
        long after = Environment.WorkingSet;
        Marshal.FreeHGlobal(blocks[^1]);
        Assert.IsLessThan(before - (Block * (Count / 2L)), after);
    }
}
