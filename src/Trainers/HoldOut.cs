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
    /// <returns>Row indices in random order, of Int32, on the CPU; no validation rows where they would be too few.</returns>
    internal static (Tensor Training, Tensor Validation) Split(ReadOnlySpan<float> labels, double fraction, bool byLabel, FitRandom random)
    {
        Tensor shuffled = randperm(labels.Length, dtype: ScalarType.Int32, generator: random.Host);
        Dictionary<float, int> quotas = Quotas(labels, fraction, byLabel);
        int heldOut = quotas.Values.Sum();
        if (heldOut < FewestRows)
        {
            return (shuffled, empty(0, ScalarType.Int32));
        }
        using Tensor all = shuffled;
        Tensor validation = empty(heldOut, ScalarType.Int32);
        int trained = Partition(all.Elements<int>(), validation.Elements<int>(), labels, quotas, byLabel);
        return (all.narrow(0, 0, trained), validation);
    }

    /// <summary>Moves rows to the validation rows until the quotas are used up, and the others to the front; returns how many these are.</summary>
    private static int Partition(Span<int> rows, Span<int> validation, ReadOnlySpan<float> labels, Dictionary<float, int> quotas, bool byLabel)
    {
        int trained = 0, measured = 0;
        foreach (int row in rows)
        {
            ref int quota = ref CollectionsMarshal.GetValueRefOrNullRef(quotas, byLabel ? labels[row] : 0);
            (quota > 0 ? ref validation[measured++] : ref rows[trained++]) = row;
            quota--;
        }
        return trained;
    }

    /// <summary>How many rows to hold out per label value; all under one key when labels do not matter.</summary>
    private static Dictionary<float, int> Quotas(ReadOnlySpan<float> labels, double fraction, bool byLabel)
    {
        Dictionary<float, int> counts = byLabel ? [] : new() { [0] = labels.Length };
        foreach (float label in byLabel ? labels : [])
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, label, out _)++;
        }
        return counts.ToDictionary(count => count.Key, count => (int)(fraction * count.Value));
    }
}
