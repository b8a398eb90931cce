namespace MLNetDeep.Tests;

/// <summary>Memory for rows that belong to no fit.</summary>
internal static class TestBudget
{
    /// <summary>What a fit would get: enough, or next to nothing in a run of all tests with files.</summary>
    internal static RowBudget Default => Of(RowBudget.Default());

    internal static RowBudget Of(long bytes) => new(bytes, new SpillFolder(Path.GetTempPath(), warn: _ => { }));

    internal static void NeverCancelled()
    {
    }
}
