namespace MLNetDeep;

/// <summary>Metrics of a logit for each class, and class indices as targets.</summary>
internal static class MetricsOfClasses
{
    internal static IReadOnlyList<Metric> All { get; } =
    [
        new("MicroAccuracy", true, rows => rows.Mean(IsCorrect(rows))),
        new("MacroAccuracy", true, MacroAccuracy),
        new("LogLoss", false, rows => rows.Mean(new CrossEntropy().Of(rows.Outputs, rows.Targets))),
    ];

    private static Tensor IsCorrect(ScoredRows rows) => rows.Outputs.argmax(1).eq(rows.Targets);

    /// <summary>The mean of the accuracies of the classes that there are rows of.</summary>
    private static double MacroAccuracy(ScoredRows rows)
    {
        Tensor weights = zeros(rows.Outputs.size(1), ScalarType.Float64), correct = zeros_like(weights), ofRows = rows.Weights.to(ScalarType.Float64);
        using Scalar zero = 0, one = 1;
        weights.index_add_(0, rows.Targets, ofRows, one);
        correct.index_add_(0, rows.Targets, ofRows * IsCorrect(rows), one);
        Tensor present = weights.gt(zero).nonzero().squeeze(1);
        return (correct.index_select(0, present) / weights.index_select(0, present)).mean().item<double>();
    }
}
