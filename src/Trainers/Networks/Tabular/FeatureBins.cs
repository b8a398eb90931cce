namespace MLNetDeep.Networks;

/// <summary>Cuts features into bins that hold about as many training rows each.</summary>
internal static class FeatureBins
{
    private const int MaximumRows = 1 << 15; // quantiles of more rows are hardly better
    private const int MaximumValues = 1 << 25; // 128 MB of these rows
    private const int MostBins = 2048; // of all features together
    private const float NarrowestBin = 1e-4f; // of features within (-3, 3)

    /// <summary>The bins of the features that have more than two values; none for others, of which they would tell nothing.</summary>
    /// <param name="features">Prepared features.</param>
    /// <param name="rows">The rows to learn from, in random order, shape [M]; on the device that computes.</param>
    /// <param name="most">The most bins of a feature.</param>
    internal static List<PiecewiseLinearEncoding.Bin> Learn(IFeatureBatches features, Tensor rows, int most)
    {
        using IDisposable noGradient = no_grad();
        long sample = Math.Min(rows.size(0), Math.Clamp(MaximumValues / features.ValuesPerRow, 1, MaximumRows));
        using Tensor batch = features.Batch(rows.narrow(0, 0, sample)), byFeature = batch.cpu().t().contiguous();
        int count = (int)byFeature.size(1);
        for (int feature = 0; feature < byFeature.size(0); feature++)
        {
            byFeature.Elements<float>().Slice(feature * count, count).Sort();
        }
        int[] numeric = [.. Enumerable.Range(0, (int)byFeature.size(0)).Where(feature => Edges(byFeature.Elements<float>().Slice(feature * count, count), 3).Count > 2)];
        List<PiecewiseLinearEncoding.Bin> bins = [];
        foreach (int feature in numeric)
        {
            Add(bins, feature, byFeature.Elements<float>().Slice(feature * count, count), Math.Min(most, MostBins / numeric.Length));
        }
        return bins;
    }

    private static void Add(List<PiecewiseLinearEncoding.Bin> bins, int feature, ReadOnlySpan<float> sorted, int most)
    {
        List<float> edges = Edges(sorted, most);
        for (int bin = 1; bin < edges.Count && edges.Count > 2; bin++)
        {
            bins.Add(new(feature, edges[bin - 1], edges[bin] - edges[bin - 1]));
        }
    }

    /// <summary>Where bins begin and the last one ends: an edge after about as many rows each, of which those of a value that has more than its share count as one bin.</summary>
    private static List<float> Edges(ReadOnlySpan<float> sorted, int most)
    {
        List<float> edges = [sorted[0]];
        long left = sorted.Length;
        long inBin = 0;
        for (int first = 0, next; first < sorted.Length; first = next)
        {
            next = first + 1;
            while (next < sorted.Length && sorted[next] - sorted[first] < NarrowestBin)
            {
                next++;
            }
            inBin += next - first;
            if (next < sorted.Length && inBin * (most + 1 - edges.Count) >= left && edges.Count < most)
            {
                edges.Add(sorted[next]);
                left -= inBin;
                inBin = 0;
            }
        }
        if (sorted[^1] - edges[^1] >= NarrowestBin)
        {
            edges.Add(sorted[^1]);
        }
        return edges;
    }
}
