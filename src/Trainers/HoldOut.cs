using System.Runtime.InteropServices;

namespace MLNetDeep;

/// <summary>Divides rows at random into those to learn from and those to measure progress on.</summary>
internal static class HoldOut
{
    private const int FewestRows = 10; // a loss over fewer rows says nothing about progress

    /// <param name="count">The number of rows.</param>
    /// <param name="classes">The class of each row, of which each gives the same share; empty if rows have none.</param>
    /// <param name="fraction">The share to hold out, in [0, 1).</param>
    /// <param name="random">Draws the rows.</param>
    /// <returns>Row indices in random order, of Int32, on the CPU; no validation rows where they would be too few.</returns>
    internal static (Tensor Training, Tensor Validation) Split(long count, ReadOnlySpan<float> classes, double fraction, FitRandom random)
    {
        Tensor shuffled = randperm(count, dtype: ScalarType.Int32, generator: random.Host);
        Dictionary<float, int> quotas = Quotas(count, classes, fraction);
        int heldOut = quotas.Values.Sum();
        if (heldOut < FewestRows)
        {
            return (shuffled, empty(0, ScalarType.Int32));
        }
        using Tensor all = shuffled;
        Tensor validation = empty(heldOut, ScalarType.Int32);
        int trained = Partition(all.Elements<int>(), validation.Elements<int>(), classes, quotas);
        return (all.narrow(0, 0, trained), validation);
    }

    /// <summary>Moves rows to the validation rows until the quotas are used up, and the others to the front; returns how many these are.</summary>
    private static int Partition(Span<int> rows, Span<int> validation, ReadOnlySpan<float> classes, Dictionary<float, int> quotas)
    {
        int trained = 0, measured = 0;
        foreach (int row in rows)
        {
            ref int quota = ref CollectionsMarshal.GetValueRefOrNullRef(quotas, classes.IsEmpty ? 0 : classes[row]);
            (quota > 0 ? ref validation[measured++] : ref rows[trained++]) = row;
            quota--;
        }
        return trained;
    }

    /// <summary>How many rows to hold out per class; all under one key where there are none.</summary>
    private static Dictionary<float, int> Quotas(long count, ReadOnlySpan<float> classes, double fraction)
    {
        Dictionary<float, int> counts = classes.IsEmpty ? new() { [0] = (int)count } : [];
        foreach (float label in classes)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, label, out _)++;
        }
        return counts.ToDictionary(rows => rows.Key, rows => (int)(fraction * rows.Value));
    }
}
