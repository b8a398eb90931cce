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
    [DataRow(1000, 200, 900, 400, DisplayName = "What the process may still take")]
    [DataRow(1000, 200, 500, 250, DisplayName = "What the machine has free, if that is less")]
    [DataRow(1000, 1200, 500, 1, DisplayName = "The process has more than it may")]
    public void Half_IsOfWhatIsFree(long total, long taken, long freeInMachine, long half) =>
        Assert.AreEqual(half, FreeMemory.Half(total, taken, freeInMachine));

    [TestMethod]
    public void Half_OfThisMachine_IsBetweenMegabytesAndHalfOfAll() =>
        Assert.IsInRange(1 << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2, FreeMemory.Half());
}
