using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Cross-entropy of one logit, with targets of 0 and 1.</summary>
/// <param name="smoothing">The share of a target that is spread over both classes, in [0, 1).</param>
internal sealed class BinaryCrossEntropy(double smoothing = 0) : ILoss
{
    private readonly Scalar _kept = 1 - smoothing;
    private readonly Scalar _spread = smoothing / 2;

    public Tensor Of(Tensor outputs, Tensor targets)
    {
        Tensor smooth = smoothing > 0 ? targets.mul(_kept).Plus(_spread) : targets;
        return nn.functional.binary_cross_entropy_with_logits(outputs.squeeze(-1), smooth, reduction: nn.Reduction.None);
    }
}
