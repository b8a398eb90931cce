namespace MLNetDeep.Networks;

/// <summary>Learns a <see cref="RobustScaling"/> from sparse rows: what <see cref="Quartiles"/> learns from dense ones.</summary>
internal static class SparseQuartiles
{
    /// <param name="features">Raw features.</param>
    /// <param name="rows">The rows to learn from, all of them: a sample would miss rare features.</param>
    /// <param name="device">Where the scaling will compute.</param>
    internal static RobustScaling Learn(SparseRows features, long[] rows, Device device)
    {
        long[] starts = Starts(features, rows);
        using NativeList<float> values = BySlot(features, rows, starts);
        float[] median = new float[features.Width];
        float[] scale = new float[features.Width];
        for (int slot = 0; slot < features.Width; slot++)
        {
            Span<float> stored = values.Slice(starts[slot], (int)(starts[slot + 1] - starts[slot]));
            (median[slot], scale[slot]) = Quartiles.Of(stored, rows.Length - stored.Length);
        }
        return new RobustScaling(tensor(median, device: device), tensor(scale, device: device));
    }

    /// <summary>Where the numbers of each slot begin when they are ordered by slot; the last is their count.</summary>
    private static long[] Starts(SparseRows features, long[] rows)
    {
        long[] starts = new long[features.Width + 1];
        foreach (long row in rows)
        {
            foreach (int slot in features.Row(row).Slots)
            {
                starts[slot + 1]++;
            }
        }
        for (int slot = 0; slot < features.Width; slot++)
        {
            starts[slot + 1] += starts[slot];
        }
        return starts;
    }

    /// <summary>The numbers ordered by slot; there may be more of them than an array holds.</summary>
    private static NativeList<float> BySlot(SparseRows features, long[] rows, long[] starts)
    {
        NativeList<float> values = new(ScalarType.Float32, starts[^1]);
        long[] next = starts[..^1];
        foreach (long row in rows)
        {
            SparseRow stored = features.Row(row);
            for (int index = 0; index < stored.Count; index++)
            {
                values.Slice(next[stored.Slots[index]]++, 1)[0] = stored.Values[index];
            }
        }
        return values;
    }
}
