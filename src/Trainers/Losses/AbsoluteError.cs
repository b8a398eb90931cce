namespace MLNetDeep;

/// <summary>The size of the error of one output.</summary>
internal sealed class AbsoluteError : ILoss
{
    public Tensor Of(Tensor outputs, Tensor targets) => (outputs.squeeze(-1) - targets).abs();
}
