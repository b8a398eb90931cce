namespace MLNetDeep.Tests;

[TestClass]
public sealed class FreeMemoryTests
{
    [TestMethod]
    public void Linux_TellsWhatIsAvailable()
    {
        Assert.AreEqual(7_654_321L * 1024, FreeMemory.OfLinux(["MemTotal:       16384000 kB", "MemFree:          123456 kB", "MemAvailable:    7654321 kB"]));
        Assert.AreEqual(long.MaxValue, FreeMemory.OfLinux(["MemTotal:       16384000 kB"]));
    }

    [TestMethod]
    public void Memory_ThatIsFree_IsLessThanThereIs()
    {
        long free = FreeMemory.Bytes();

        Assert.IsGreaterThan(0, free);
        Assert.IsLessThan(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, free);
    }
}
