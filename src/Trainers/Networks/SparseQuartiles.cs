namespace MLNetDeep.Networks;

/// <summary>Learns a <see cref="RobustScaling"/> from sparse rows: what <see cref="Quartiles"/> learns from dense ones.</summary>
internal static class SparseQuartiles
{
    /// <param name="features">Raw features.</param>
    /// <param name="width">D.</param>
    /// <param name="rows">The rows to learn from, all of them.</param>
    /// <param name="device">Where the scaling will compute.</param>
    internal static RobustScaling Learn(SparseRows features, int width, long[] rows, Device device)
    {
        long[] starts = Starts(features, width, rows);
        float[] values = BySlot(features, rows, starts);
        float[] median = new float[width];
        float[] scale = new float[width];
        for (int slot = 0; slot < width; slot++)
        {
            Span<float> stored = values.AsSpan((int)starts[slot], (int)(starts[slot + 1] - starts[slot]));
            (median[slot], scale[slot]) = Quartiles.Of(stored, rows.Length - stored.Length);
        }
        return new RobustScaling(tensor(median, device: device), tensor(scale, device: device));
    }

    /// <summary>Where the numbers of each slot begin when they are ordered by slot; the last is their count.</summary>
    private static long[] Starts(SparseRows features, int width, long[] rows)
    {
        long[] starts = new long[width + 1];
        foreach (long row in rows)
        {
            foreach (int slot in features.Row(row).Slots)
            {
                starts[slot + 1]++;
            }
        }
        for (int slot = 0; slot < width; slot++)
        {
            starts[slot + 1] += starts[slot];
        }
        return starts;
    }

    private static float[] BySlot(SparseRows features, long[] rows, long[] starts)
    {
        float[] values = new float[starts[^1]];
        long[] next = starts[..^1];
        foreach (long row in rows)
        {
            SparseRow stored = features.Row(row);
            for (int index = 0; index < stored.Count; index++)
            {
                values[next[stored.Slots[index]]++] = stored.Values[index];
            }
        }
        return values;
    }
}
