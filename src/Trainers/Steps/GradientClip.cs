namespace MLNetDeep;

/// <summary>Scales long gradients down to a largest norm (Pascanu et al. 2013, arXiv 1211.5063).</summary>
internal static class GradientClip
{
    private const double Epsilon = 1e-6; // keeps the factor finite for a gradient of zero

    /// <param name="gradients">All gradients of a network, to be scaled by one factor.</param>
    /// <param name="maximumNorm">The largest Euclidean norm of them together, positive.</param>
    internal static void Apply(IReadOnlyList<Tensor> gradients, double maximumNorm)
    {
        using Scalar epsilon = Epsilon, limit = (float)maximumNorm, one = 1;
        Tensor norm = gradients is [Tensor only] ? only.norm() : stack(gradients.Select(gradient => gradient.norm())).norm();
        Tensor factor = norm.add_(epsilon, one).reciprocal_().mul_(limit).clamp_max_(one);
        foreach (Tensor gradient in gradients)
        {
            gradient.mul_(factor);
        }
    }
}
