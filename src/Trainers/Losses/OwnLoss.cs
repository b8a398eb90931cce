namespace MLNetDeep;

/// <summary>A loss of the user's own, checked at each call.</summary>
internal sealed class OwnLoss(Func<Tensor, Tensor, Tensor> loss) : ILoss
{
    public Tensor Of(Tensor outputs, Tensor targets)
    {
        Tensor losses = loss(outputs, targets);
        if (losses is null || losses.dim() != 1 || losses.size(0) != targets.size(0))
        {
            string shape = losses is null ? "null" : $"[{string.Join(", ", losses.shape)}]";
            throw new InvalidOperationException($"The loss given to WithLoss must have a number for each row, shape [{targets.size(0)}]; it has {shape}. Do not take the mean or the sum.");
        }
        return losses.requires_grad || !outputs.requires_grad
            ? losses
            : throw new InvalidOperationException("The loss given to WithLoss has no gradient. Compute it from the outputs, by operations of LibTorch alone.");
    }
}
