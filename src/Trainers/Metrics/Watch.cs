using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>What epochs are measured by.</summary>
/// <param name="Metrics">In the order of reports.</param>
/// <param name="Decisive">That which decides when to stop; null for the validation loss.</param>
internal sealed record Watch(IReadOnlyList<Metric> Metrics, Metric? Decisive)
{
    /// <summary>The metrics that the options name, and the user's own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no metric of a name, or two.</exception>
    internal static Watch Of(TrainingTask task, DeepTrainerOptions options, IReadOnlyList<Metric> own)
    {
        Metric[] all = [.. task.Metrics, .. own];
        string names = string.Join(", ", all.Select(metric => metric.Name));
        string? twice = all.GroupBy(metric => metric.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
        Require.That(twice is null, nameof(DeepTrainer.WithMetric), twice, "given a name of its own for each metric");
        Metric[] wanted = [.. (options.Metrics ?? []).Select(name => Named(nameof(options.Metrics), name)), .. own];
        Metric? decisive = options.EarlyStoppingMetric is string chosen ? Named(nameof(options.EarlyStoppingMetric), chosen) : null;
        return new Watch([.. wanted.Concat(decisive is null ? [] : [decisive]).Distinct()], decisive);

        Metric Named(string option, string name)
        {
            Metric? metric = all.FirstOrDefault(metric => metric.Name == name);
            Require.That(metric is not null, option, name, $"of {names}");
            return metric!;
        }
    }

    internal IReadOnlyList<MetricValue> Measure(ScoredRows rows) => [.. Metrics.Select(metric => new MetricValue(metric.Name, metric.Of(rows)))];

    /// <summary>What is to become lower: the validation loss, or what says the same of the metric that decides; null if nothing was measured.</summary>
    internal double? Loss(EpochReport report)
    {
        if (Decisive is not { } metric || report.ValidationLoss is null)
        {
            return report.ValidationLoss;
        }
        double value = report.Metrics.First(measured => measured.Name == metric.Name).Value;
        return metric.IsHigherBetter ? -value : value;
    }
}
