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
        Tensor factor = (maximumNorm / (weights.Gradients.norm() + Epsilon)).clamp_max_(1);
        weights.Gradients.mul_(factor);
    }
}
