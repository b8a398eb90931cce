using System.Collections;

namespace MLNetDeep.Networks;

/// <summary>Learns a <see cref="RobustScaling"/> from sparse rows: what <see cref="Quartiles"/> learns from dense ones.</summary>
internal static class SparseQuartiles
{
    /// <param name="features">Raw features.</param>
    /// <param name="rows">The rows to learn from, all of them, since a sample would miss rare features: shape [M], of Int32, on the CPU.</param>
    /// <param name="numbersAtOnce">How many numbers may be in memory beside the rows, or those of one slot if they are more: each part of the slots takes a pass over the rows.</param>
    /// <param name="device">Where the scaling will compute.</param>
    /// <param name="checkAlive">Throws when the fit is cancelled.</param>
    internal static RobustScaling Learn(SparseRows features, Tensor rows, long numbersAtOnce, Device device, Action checkAlive)
    {
        BitArray isChosen = new((int)features.Count);
        foreach (int row in rows.Elements<int>())
        {
            isChosen[row] = true;
        }
        long[] starts = Starts(features, isChosen, checkAlive);
        float[] median = new float[features.Width];
        float[] scale = new float[features.Width];
        for (int first = 0, end; first < features.Width; first = end)
        {
            end = End(starts, first, numbersAtOnce);
            using NativeList<float> values = new(ScalarType.Float32, starts[end] - starts[first]); // there may be more than an array holds
            OrderBySlot(features, isChosen, starts.AsSpan(first..end), first, values, checkAlive);
            for (int slot = first; slot < end; slot++)
            {
                Span<float> stored = values.Slice(starts[slot] - starts[first], (int)(starts[slot + 1] - starts[slot]));
                (median[slot], scale[slot]) = Quartiles.Of(stored, rows.size(0) - stored.Length);
            }
        }
        return new RobustScaling(tensor(median, device: device), tensor(scale, device: device));
    }

    /// <summary>Where the numbers of each slot begin when they are ordered by slot; the last is their count.</summary>
    private static long[] Starts(SparseRows features, BitArray isChosen, Action checkAlive)
    {
        long[] starts = new long[features.Width + 1];
        for (int row = 0; row < isChosen.Length; row++)
        {
            if (row % Blocks.RowsBetweenChecks == 0)
            {
                checkAlive();
            }
            foreach (SlotValue number in isChosen[row] ? features.Row(row) : [])
            {
                starts[number.Slot + 1]++;
            }
        }
        for (int slot = 0; slot < features.Width; slot++)
        {
            starts[slot + 1] += starts[slot];
        }
        return starts;
    }

    /// <summary>The slot before which so many numbers end; at least the next one.</summary>
    private static int End(long[] starts, int first, long numbersAtOnce)
    {
        int end = first + 1;
        while (end < starts.Length - 1 && starts[end + 1] - starts[first] <= numbersAtOnce)
        {
            end++;
        }
        return end;
    }

    /// <param name="features">Raw features.</param>
    /// <param name="isChosen">Whether to learn from a row.</param>
    /// <param name="starts">Where the numbers of each of some slots begin.</param>
    /// <param name="firstSlot">The first of these slots.</param>
    /// <param name="values">The memory for the numbers.</param>
    /// <param name="checkAlive">Throws when the fit is cancelled.</param>
    private static void OrderBySlot(
        SparseRows features, BitArray isChosen, ReadOnlySpan<long> starts, int firstSlot, NativeList<float> values, Action checkAlive)
    {
        long[] next = starts.ToArray();
        for (int row = 0; row < isChosen.Length; row++)
        {
            if (row % Blocks.RowsBetweenChecks == 0)
            {
                checkAlive();
            }
            foreach (SlotValue number in isChosen[row] ? features.Row(row) : [])
            {
                int slot = number.Slot - firstSlot;
                if (slot >= 0 && slot < next.Length)
                {
                    values.Slice(next[slot]++ - starts[0], 1)[0] = number.Value;
                }
            }
        }
    }
}
