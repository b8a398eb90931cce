namespace MLNetDeep.Tests;

/// <summary>A made-up row; one object, filled anew for each.</summary>
internal sealed class LargeRow
{
    public float[] Features { get; private init; } = [];

    public float Label { get; private set; }

    /// <param name="count">The number of rows.</param>
    /// <param name="width">The number of features.</param>
    /// <param name="bits">The length of a feature, a whole number.</param>
    internal static IEnumerable<LargeRow> Stream(int count, int width, int bits)
    {
        LargeRow row = new() { Features = new float[width] };
        uint state = 1;
        for (int index = 0; index < count; index++)
        {
            for (int feature = 0; feature < width; feature++)
            {
                state = state * 1664525 + 1013904223;
                row.Features[feature] = state >> (32 - bits);
            }
            row.Label = row.Features[0];
            yield return row;
        }
    }
}
