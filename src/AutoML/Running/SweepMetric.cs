namespace MLNetDeep;

/// <summary>What counts in a sweep.</summary>
/// <param name="Name">The name of the property of ML.NET's metrics.</param>
/// <param name="IsHigherBetter">Whether more is better.</param>
/// <param name="Of">The metric of scored rows.</param>
/// <param name="UsesEpochMetric">Whether epochs are compared by accuracy or R², rather than by the loss.</param>
internal sealed record SweepMetric(string Name, bool IsHigherBetter, Func<IDataView, double> Of, bool UsesEpochMetric = false)
{
    /// <summary>What is predicted.</summary>
    internal TaskKind Task { get; private init; }

    /// <summary>Of what counts, lower is better.</summary>
    internal double Loss(double metric) => IsHigherBetter ? -metric : metric;

    /// <summary>The loss of an epoch; <see langword="null"/> if it was not measured.</summary>
    internal double? Loss(EpochReport epoch) => UsesEpochMetric ? -epoch.ValidationMetric : epoch.ValidationLoss;

    /// <exception cref="ArgumentOutOfRangeException">No metric of the task has the name.</exception>
    internal static SweepMetric Binary(BinaryClassificationCatalog catalog, SweepOptions options)
    {
        BinaryClassificationMetrics Plain(IDataView scored) => scored.Schema.GetColumnOrNull(ScoreColumns.Probability) is null
            ? catalog.EvaluateNonCalibrated(scored, options.LabelColumnName)
            : Calibrated(scored);
        CalibratedBinaryClassificationMetrics Calibrated(IDataView scored) => catalog.Evaluate(scored, options.LabelColumnName);
        return Named(TaskKind.BinaryClassification, options.Metric,
        [
            new("AreaUnderRocCurve", true, scored => Plain(scored).AreaUnderRocCurve),
            new("AreaUnderPrecisionRecallCurve", true, scored => Plain(scored).AreaUnderPrecisionRecallCurve),
            new("Accuracy", true, scored => Plain(scored).Accuracy, UsesEpochMetric: true),
            new("F1Score", true, scored => Plain(scored).F1Score),
            new("LogLoss", false, scored => Calibrated(scored).LogLoss),
        ]);
    }

    /// <inheritdoc cref="Binary"/>
    internal static SweepMetric Multiclass(MulticlassClassificationCatalog catalog, SweepOptions options)
    {
        MulticlassClassificationMetrics Metrics(IDataView scored) => catalog.Evaluate(scored, options.LabelColumnName);
        return Named(TaskKind.MulticlassClassification, options.Metric,
        [
            new("MicroAccuracy", true, scored => Metrics(scored).MicroAccuracy, UsesEpochMetric: true),
            new("MacroAccuracy", true, scored => Metrics(scored).MacroAccuracy),
            new("LogLoss", false, scored => Metrics(scored).LogLoss),
        ]);
    }

    /// <inheritdoc cref="Binary"/>
    internal static SweepMetric Regression(RegressionCatalog catalog, SweepOptions options)
    {
        RegressionMetrics Metrics(IDataView scored) => catalog.Evaluate(scored, options.LabelColumnName);
        return Named(TaskKind.Regression, options.Metric,
        [
            new("RSquared", true, scored => Metrics(scored).RSquared, UsesEpochMetric: true),
            new("RootMeanSquaredError", false, scored => Metrics(scored).RootMeanSquaredError),
            new("MeanSquaredError", false, scored => Metrics(scored).MeanSquaredError),
            new("MeanAbsoluteError", false, scored => Metrics(scored).MeanAbsoluteError),
        ]);
    }

    private static SweepMetric Named(TaskKind task, string? name, IReadOnlyList<SweepMetric> all)
    {
        SweepMetric? metric = name is null ? all[0] : all.FirstOrDefault(metric => metric.Name == name);
        Require.That(metric is not null, nameof(SweepOptions.Metric), name, $"one of {string.Join(", ", all.Select(metric => metric.Name))}, or null for the first");
        return metric! with { Task = task };
    }
}
