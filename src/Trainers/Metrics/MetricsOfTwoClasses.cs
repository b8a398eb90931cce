namespace MLNetDeep;

/// <summary>Metrics of one logit and targets of 0 and 1.</summary>
internal static class MetricsOfTwoClasses
{
    /// <param name="mostCertain">The largest size of log-odds, beyond which probabilities are cut off.</param>
    internal static IReadOnlyList<Metric> All(double mostCertain) =>
    [
        new("Accuracy", true, rows => rows.Mean(Predicted(rows).eq(IsTrue(rows)))),
        new("AreaUnderRocCurve", true, RocCurve.Area),
        new("F1Score", true, F1Score),
        new("LogLoss", false, rows => LogLoss(rows, mostCertain)),
    ];

    private static Tensor Predicted(ScoredRows rows)
    {
        using Scalar zero = 0;
        return rows.Outputs.squeeze(-1).gt(zero);
    }

    private static Tensor IsTrue(ScoredRows rows)
    {
        using Scalar zero = 0;
        return rows.Targets.gt(zero);
    }

    private static double F1Score(ScoredRows rows)
    {
        Tensor predicted = Predicted(rows), isTrue = IsTrue(rows);
        double both = rows.Mean(predicted.logical_and(isTrue)), either = rows.Mean(predicted) + rows.Mean(isTrue);
        return either > 0 ? 2 * both / either : 0;
    }

    /// <summary>In bits, as ML.NET has it for two classes.</summary>
    private static double LogLoss(ScoredRows rows, double mostCertain)
    {
        using Scalar least = -mostCertain, most = mostCertain;
        Tensor losses = new BinaryCrossEntropy().Of(rows.Outputs.clamp(least, most), rows.Targets);
        return rows.Mean(losses) / Math.Log(2);
    }
}
