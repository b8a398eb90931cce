namespace MLNetDeep;

/// <summary>The pinball loss of one output: q times what the label is above it, or 1 − q times what it is below.</summary>
/// <param name="quantile">q, in (0, 1).</param>
internal sealed class QuantileLoss(double quantile) : ILoss
{
    private readonly Scalar _above = quantile;
    private readonly Scalar _below = quantile - 1;

    public Tensor Of(Tensor outputs, Tensor targets)
    {
        Tensor errors = targets - outputs.squeeze(-1);
        return errors.mul(_above).maximum(errors.mul(_below));
    }
}
