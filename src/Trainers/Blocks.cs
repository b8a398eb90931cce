namespace MLNetDeep;

/// <summary>How many rows are computed on at once outside of training.</summary>
internal static class Blocks
{
    private const long MaximumRows = 4096;
    private const long MaximumValues = 1 << 22; // 16 MB of features

    internal static long RowsOf(long featureCount) => Math.Clamp(MaximumValues / featureCount, 1, MaximumRows);
}
