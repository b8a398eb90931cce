namespace MLNetDeep;

/// <summary>Rows on the device that computes, ready for the loss: prepared features, targets, weights.</summary>
/// <param name="Features">N prepared rows.</param>
/// <param name="Targets">What to learn of them.</param>
/// <param name="Indices">Which of the N rows belong to this set, shape [M], of Int32; on the device.</param>
internal sealed record Rows(IFeatureBatches Features, ITargets Targets, Tensor Indices)
{
    internal long Count => Indices.size(0);

    /// <summary>The rows of a batch.</summary>
    /// <param name="order">Indices into the N rows.</param>
    /// <param name="first">The first of them in the batch.</param>
    /// <param name="count">B.</param>
    internal Batch Batch(Tensor order, long first, long count)
    {
        Tensor rows = order.narrow(0, first, count);
        return Targets.Batch(Features.Batch(rows), rows);
    }

    /// <summary>The indices in a new random order, shape [M]; on the device.</summary>
    internal Tensor Shuffled(FitRandom random)
    {
        using Tensor drawn = randperm(Count, dtype: ScalarType.Int32, generator: random.Host), permutation = drawn.to(Indices.device);
        return Indices.index_select(0, permutation);
    }
}
