using System.Runtime.InteropServices;

namespace MLNetDeep;

/// <summary>Divides rows at random into those to learn from and those to measure progress on.</summary>
internal static class HoldOut
{
    private const int FewestRows = 10; // a loss over fewer rows says nothing about progress

    /// <param name="labels">The label of each row.</param>
    /// <param name="fraction">The share to hold out, in [0, 1).</param>
    /// <param name="byLabel">Whether to hold out the same share of each label value.</param>
    /// <param name="random">Draws the rows.</param>
    /// <returns>Row indices in random order; no validation rows where they would be too few.</returns>
    internal static (long[] Training, long[] Validation) Split(float[] labels, double fraction, bool byLabel, FitRandom random)
    {
        using Tensor shuffled = randperm(labels.Length, dtype: ScalarType.Int64, generator: random.Host);
        ReadOnlySpan<long> rows = MemoryMarshal.Cast<byte, long>(shuffled.bytes);
        Dictionary<float, int> quotas = Quotas(labels, fraction, byLabel);
        if (quotas.Values.Sum() < FewestRows)
        {
            return (rows.ToArray(), []);
        }
        List<long> training = [], validation = [];
        foreach (long row in rows)
        {
            ref int quota = ref CollectionsMarshal.GetValueRefOrNullRef(quotas, byLabel ? labels[row] : 0);
            (quota > 0 ? validation : training).Add(row);
            quota--;
        }
        return ([.. training], [.. validation]);
    }

    /// <summary>How many rows to hold out per label value; all under one key when labels do not matter.</summary>
    private static Dictionary<float, int> Quotas(float[] labels, double fraction, bool byLabel) =>
        byLabel
            ? labels.CountBy(label => label).ToDictionary(count => count.Key, count => (int)(fraction * count.Value))
            : new Dictionary<float, int> { [0] = (int)(fraction * labels.Length) };
}
