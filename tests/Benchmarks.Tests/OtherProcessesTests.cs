namespace MLNetDeep.Benchmarks.Tests;

[TestClass]
public sealed class OtherProcessesTests
{
    [TestMethod]
    public void CpuSeconds_AreThoseOfTheSystem_LessOursAndOurChildrens()
    {
        const string All = "cpu  1000 200 300 40000 5000 60 70 80 900 0"; // idle, iowait and guest do not count
        const string Own = "7 (a (b) c) R 1 7 7 0 -1 0 0 0 0 0 100 20 30 40 20 0 1 0 0";
        Assert.AreEqual((1000 + 200 + 300 + 60 + 70 + 80 - 100 - 20 - 30 - 40) / 100.0, OtherProcesses.CpuSeconds(All, Own));
    }

    [TestMethod]
    public void CpuSeconds_OfThisMachine_AreKnownOnLinuxOnly() =>
        Assert.AreEqual(OperatingSystem.IsLinux(), OtherProcesses.CpuSeconds() > 0);
}
