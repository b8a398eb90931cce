namespace MLNetDeep;

/// <summary>How much a label of each class counts in the loss.</summary>
internal static class ClassFactors
{
    /// <summary>The factors that the options ask for, with a mean of 1 over the labels; null if all count alike.</summary>
    /// <param name="options">Which.</param>
    /// <param name="counts">How many labels of each class there are to learn from.</param>
    internal static float[]? Of(DeepTrainerOptions options, IReadOnlyList<long> counts)
    {
        double[]? weights = options switch
        {
            { ClassWeights: { } given } => [.. given],
            { BalanceClasses: true } => Balanced(counts),
            _ => null,
        };
        double mean = weights is null ? 1 : weights.Zip(counts, (weight, count) => weight * count).Sum() / counts.Sum();
        return weights is null ? null : [.. weights.Select(weight => (float)(weight / mean))];
    }

    /// <summary>A class without labels, which validation rows may have, counts as one of mean size.</summary>
    private static double[] Balanced(IReadOnlyList<long> counts)
    {
        double mean = (double)counts.Sum() / counts.Count(count => count > 0);
        return [.. counts.Select(count => 1 / (count > 0 ? count : mean))];
    }
}
