namespace MLNetDeep;

/// <summary>Metrics of one output and a number.</summary>
internal static class MetricsOfNumbers
{
    /// <param name="unit">What outputs and targets are multiplied by to be labels, but for a constant; asked for when measuring.</param>
    internal static IReadOnlyList<Metric> All(Func<double> unit) =>
    [
        new("RSquared", true, RSquared),
        new("RootMeanSquaredError", false, rows => unit() * Math.Sqrt(rows.Mean(Errors(rows).square()))),
        new("MeanAbsoluteError", false, rows => unit() * rows.Mean(Errors(rows).abs())),
    ];

    private static Tensor Errors(ScoredRows rows) => rows.Outputs.squeeze(-1) - rows.Targets;

    private static double RSquared(ScoredRows rows)
    {
        using Scalar mean = rows.Mean(rows.Targets);
        return 1 - (rows.Mean(Errors(rows).square()) / rows.Mean(rows.Targets.sub(mean).square()));
    }
}
