using System.Globalization;

namespace MLNetDeep.Tests;

/// <summary>Child processes, since glibc learns once in each.</summary>
[TestClass]
public sealed class NativeHeapTests
{
    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task KeepFreed_LetsLargerTensorsUseThePagesOfSmallerOnes()
    {
        long without = await PageFaultsAsync("no"), with = await PageFaultsAsync("yes");

        Assert.IsLessThan(without / 4, with);
    }

    private static async Task<long> PageFaultsAsync(string keepFreed)
    {
        FixtureResult result = await FixtureProgram.RunAsync("HeapUse", [keepFreed]);
        Assert.AreEqual("", result.Error);
        return long.Parse(result.Output, CultureInfo.InvariantCulture);
    }
}
