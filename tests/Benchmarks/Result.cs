namespace MLNetDeep.Benchmarks;

/// <summary>What the rounds say about a variant.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Median">Of its measurements.</param>
/// <param name="Ratio">Median of the ratios, round by round, to the first variant of the comparison.</param>
/// <param name="LowestRatio">Of any round.</param>
/// <param name="HighestRatio">Of any round.</param>
internal sealed record Result(Variant Variant, double Median, double Ratio, double LowestRatio, double HighestRatio)
{
    /// <param name="variant">The variant.</param>
    /// <param name="samples">Its measurement in each round.</param>
    /// <param name="reference">The measurement of the first variant in each round.</param>
    internal static Result Of(Variant variant, double[] samples, double[] reference)
    {
        double[] ratios = [.. samples.Zip(reference, (sample, other) => sample / other)];
        return new Result(variant, MedianOf(samples), MedianOf(ratios), ratios.Min(), ratios.Max());
    }

    private static double MedianOf(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
