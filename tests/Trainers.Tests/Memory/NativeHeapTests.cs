using System.Globalization;

namespace MLNetDeep.Tests;

/// <summary>Child processes, since a heap is that of a process.</summary>
[TestClass]
public sealed class NativeHeapTests
{
    private const long PagesOfLargest = (80 << 20) / 4096;

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Heap_WhileItIsKept_LetsTensorsUseThePagesOfOthers()
    {
        (long without, _) = await PagesAsync("no");
        (long with, long left) = await PagesAsync("yes");

        Assert.IsLessThan(without / 8, with);
        Assert.IsLessThan(PagesOfLargest / 4, left); // given back
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Heap_ThatTheUserHasSet_IsLeftAlone()
    {
        (long without, _) = await PagesAsync("no");
        (long with, _) = await PagesAsync("yes", ("MALLOC_MMAP_THRESHOLD_", "131072"));

        Assert.IsGreaterThan(without / 2, with);
    }

    private static async Task<(long Faults, long Left)> PagesAsync(string keeps, params (string Name, string? Value)[] environment)
    {
        FixtureResult result = await FixtureProgram.RunAsync("HeapUse", [keeps], environment);
        Assert.AreEqual("", result.Error);
        long[] numbers = [.. result.Output.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        return (numbers[0], numbers[1]);
    }
}
