using System.Runtime.InteropServices;

namespace MLNetDeep.Networks;

/// <summary>Learns a <see cref="RobustScaling"/> from training rows.</summary>
internal static class Quartiles
{
    private const long MaximumRows = 1 << 16; // quartiles of more rows differ by less than a thousandth of their range
    private const int ColumnsAtOnce = 64; // 16 MB of their rows
    private const double MaximumScale = 1e30; // for a range that is too small to divide by in single precision

    /// <param name="features">Raw features.</param>
    /// <param name="rows">The rows to learn from, in random order: zero-based, shape [M], of Int32, on the CPU.</param>
    /// <param name="device">Where the scaling will compute.</param>
    /// <param name="checkAlive">Throws when the fit is cancelled.</param>
    internal static RobustScaling Learn(DenseRows features, Tensor rows, Device device, Action checkAlive)
    {
        float[] median = new float[features.Width];
        float[] scale = new float[features.Width];
        int[] sample = rows.Elements<int>()[..(int)Math.Min(rows.size(0), MaximumRows)].ToArray();
        Array.Sort(sample); // reads a file forwards
        for (int first = 0; first < features.Width; first += ColumnsAtOnce)
        {
            checkAlive();
            int count = Math.Min(ColumnsAtOnce, features.Width - first);
            using Tensor columns = Columns(features, sample, first, count);
            Span<float> values = columns.Elements<float>();
            for (int column = 0; column < count; column++)
            {
                (median[first + column], scale[first + column]) = Of(values.Slice(column * sample.Length, sample.Length), zeros: 0);
            }
        }
        return new RobustScaling(tensor(median, device: device), tensor(scale, device: device));
    }

    /// <summary>Neighbouring columns of some rows, shape [columns, rows].</summary>
    private static Tensor Columns(DenseRows features, int[] rows, int first, int count)
    {
        using Tensor byRow = empty(rows.Length, count), byColumn = byRow.t();
        Span<float> values = byRow.Elements<float>();
        foreach (int row in rows)
        {
            features.Read(row, first, values[..count]);
            values = values[count..];
        }
        return byColumn.contiguous();
    }

    /// <summary>The median and the scale of a column.</summary>
    /// <param name="values">Values of it; they are reordered.</param>
    /// <param name="zeros">The number of zeros that it has besides.</param>
    internal static (float Median, float Scale) Of(Span<float> values, long zeros)
    {
        Span<float> known = Known(values);
        if (known.IsEmpty)
        {
            return (0, 0);
        }
        Quantiles quantiles = new(known, zeros, 0.25, 0.5, 0.75);
        double median = quantiles.Of(0.5);
        double interquartile = quantiles.Of(0.75) - quantiles.Of(0.25);
        double scale = interquartile > 0 ? 1 / interquartile : ScaleOfRare(known, zeros, median);
        return ((float)median, (float)Math.Min(scale, MaximumScale));
    }

    /// <summary>The scale of a column that mostly has one value: places the typical other value at 2; 0 for a constant.</summary>
    private static double ScaleOfRare(ReadOnlySpan<float> values, long zeros, double median)
    {
        List<float> deviations = [];
        foreach (float value in values)
        {
            if (value != (float)median)
            {
                deviations.Add((float)Math.Abs(value - median));
            }
        }
        for (long zero = 0; zero < zeros && median != 0; zero++)
        {
            deviations.Add((float)Math.Abs(median));
        }
        return deviations.Count > 0 ? 2 / new Quantiles(CollectionsMarshal.AsSpan(deviations), zeros: 0, 0.5).Of(0.5) : 0;
    }

    private static Span<float> Known(Span<float> values)
    {
        int count = 0;
        foreach (float value in values)
        {
            if (Math.Abs(value) < FeatureScaling.Limit)
            {
                values[count++] = value;
            }
        }
        return values[..count];
    }
}
