namespace MLNetDeep;

/// <summary>How many rows are taken at once outside of training.</summary>
internal static class Blocks
{
    /// <summary>Where rows are read one by one: how many between two checks of cancellation.</summary>
    internal const int RowsBetweenChecks = 1024;

    private const long MaximumRows = 4096;
    private const long MaximumValues = 1 << 22; // 16 MB of features

    /// <summary>Where rows are computed on: how many.</summary>
    internal static long RowsOf(long featureCount) => Math.Clamp(MaximumValues / featureCount, 1, MaximumRows);
}
