namespace MLNetDeep.Networks;

/// <summary>How an optimizer treats weights, in factors of its own settings.</summary>
/// <param name="RateFactor">Of the learning rate; 0 for what is computed from the data and no optimizer touches.</param>
/// <param name="DecayFactor">Of the weight decay.</param>
internal readonly record struct WeightGroup(double RateFactor, double DecayFactor)
{
    /// <summary>Matrices and kernels: follow the gradient and decay.</summary>
    internal static WeightGroup Matrix { get; } = new(1, 1);

    /// <summary>Biases, and scales of normalizations: follow the gradient alone.</summary>
    internal static WeightGroup Free { get; } = new(1, 0);

    /// <summary>Medians, running averages.</summary>
    internal static WeightGroup Computed { get; } = new(0, 0);
}
