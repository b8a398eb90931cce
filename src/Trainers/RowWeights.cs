namespace MLNetDeep;

/// <summary>Brings the weights of rows to a mean of 1, so that losses and steps are as large as without.</summary>
internal static class RowWeights
{
    /// <summary>The mean weight of some rows.</summary>
    internal static double Mean(Tensor? weights, Tensor rows)
    {
        if (weights is null)
        {
            return 1;
        }
        double sum = 0;
        ReadOnlySpan<float> all = weights.Elements<float>();
        foreach (int row in rows.Elements<int>())
        {
            sum += all[row];
        }
        return sum / rows.size(0);
    }

    /// <summary>Weights with a mean of 1 over the training rows, in the memory of those that were read.</summary>
    internal static Tensor? Scaled(Tensor? weights, double mean, Device device)
    {
        using Tensor? read = weights, there = read?.to(device), scaled = there?.div_(mean);
        return scaled?.alias();
    }
}
