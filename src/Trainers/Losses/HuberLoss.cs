namespace MLNetDeep;

/// <summary>Half of the square of an error up to δ, and δ times what a larger one has above δ / 2 (Huber 1964).</summary>
/// <param name="delta">δ, positive, in the units of targets.</param>
internal sealed class HuberLoss(double delta) : ILoss
{
    private readonly Scalar _delta = delta;
    private readonly Scalar _half = 0.5;

    public Tensor Of(Tensor outputs, Tensor targets)
    {
        Tensor size = (outputs.squeeze(-1) - targets).abs(), bounded = size.clamp_max(_delta);
        return bounded * (size - bounded.mul(_half));
    }
}
