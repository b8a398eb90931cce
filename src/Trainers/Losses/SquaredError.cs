namespace MLNetDeep;

/// <summary>The square of the error of one output.</summary>
internal sealed class SquaredError : ILoss
{
    public Tensor Of(Tensor outputs, Tensor targets) => (outputs.squeeze(-1) - targets).square();
}
