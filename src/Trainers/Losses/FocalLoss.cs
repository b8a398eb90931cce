namespace MLNetDeep;

/// <summary>(1 − p)^γ times the cross-entropy, where p is the probability of the label's class (Lin et al. 2017, arXiv 1708.02002).</summary>
/// <param name="crossEntropy">−log p.</param>
/// <param name="gamma">γ, at least 0.</param>
internal sealed class FocalLoss(ILoss crossEntropy, double gamma) : ILoss
{
    private readonly Scalar _gamma = gamma;
    private readonly Scalar _least = 1e-7; // a power of 0 below 1 has no finite gradient

    public Tensor Of(Tensor outputs, Tensor targets)
    {
        Tensor losses = crossEntropy.Of(outputs, targets);
        return losses.neg().expm1().neg().clamp_min(_least).pow(_gamma) * losses;
    }
}
