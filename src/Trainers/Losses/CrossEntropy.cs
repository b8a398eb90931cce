using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Cross-entropy of a logit for each class, with class indices as targets.</summary>
/// <param name="smoothing">The share of a target that is spread over all classes, in [0, 1).</param>
internal sealed class CrossEntropy(double smoothing = 0) : ILoss
{
    private readonly Scalar _kept = 1 - smoothing;
    private readonly Scalar _spread = -smoothing;

    public Tensor Of(Tensor outputs, Tensor targets)
    {
        Tensor losses = nn.functional.cross_entropy(outputs, targets, reduction: nn.Reduction.None);
        return smoothing > 0 ? losses.mul(_kept).Plus(outputs.log_softmax(1).mean([1]).mul(_spread)) : losses;
    }
}
