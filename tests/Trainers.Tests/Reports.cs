namespace MLNetDeep.Tests;

/// <summary>Keeps the reports of a fit, and does something at each.</summary>
internal sealed class Reports(Action<EpochReport>? atEach = null) : IProgress<EpochReport>
{
    private readonly List<EpochReport> _all = [];

    internal IReadOnlyList<EpochReport> All => _all;

    public void Report(EpochReport value)
    {
        _all.Add(value);
        atEach?.Invoke(value);
    }
}
