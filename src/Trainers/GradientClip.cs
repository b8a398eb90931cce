using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Scales long gradients down to a largest norm (Pascanu et al. 2013, arXiv 1211.5063).</summary>
internal static class GradientClip
{
    private const double Epsilon = 1e-6; // keeps the factor finite for a gradient of zero

    /// <param name="weights">Whose gradients to scale, all by one factor.</param>
    /// <param name="maximumNorm">The largest Euclidean norm, positive.</param>
    internal static void Apply(FlatWeights weights, double maximumNorm)
    {
        using Scalar epsilon = Epsilon, limit = (float)maximumNorm, one = 1;
        Tensor factor = weights.Gradients.norm().add_(epsilon).reciprocal_().mul_(limit).clamp_max_(one);
        weights.Gradients.mul_(factor);
    }
}
