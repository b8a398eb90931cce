namespace MLNetDeep;

/// <summary>What is minimized.</summary>
internal interface ILoss
{
    /// <summary>The loss of each row, or of each step, shape [M], with gradient.</summary>
    /// <param name="outputs">Raw outputs, shape [M, K].</param>
    /// <param name="targets">What the task made of labels, shape [M].</param>
    Tensor Of(Tensor outputs, Tensor targets);
}
