using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>Rows on the device that computes, ready for the loss: prepared features, targets, weights.</summary>
/// <param name="Features">N prepared rows.</param>
/// <param name="Targets">Shape [N].</param>
/// <param name="Weights">Shape [N], with a mean of 1 over the training rows, or <see langword="null"/>.</param>
/// <param name="Indices">Which of the N rows belong to this set, shape [M], of Int32; on the device.</param>
internal sealed record Rows(IFeatureBatches Features, Tensor Targets, Tensor? Weights, Tensor Indices)
{
    internal long Count => Indices.size(0);

    /// <summary>The rows of a batch.</summary>
    /// <param name="order">Indices into the N rows.</param>
    /// <param name="first">The first of them in the batch.</param>
    /// <param name="count">B.</param>
    internal (Tensor Features, Tensor Targets, Tensor? Weights) Batch(Tensor order, long first, long count)
    {
        Tensor batch = order.narrow(0, first, count);
        return (Features.Batch(batch), Targets.index_select(0, batch), Weights?.index_select(0, batch));
    }

    /// <summary>The indices in a new random order, shape [M]; on the device.</summary>
    internal Tensor Shuffled(FitRandom random)
    {
        using Tensor drawn = randperm(Count, dtype: ScalarType.Int32, generator: random.Host), permutation = drawn.to(Indices.device);
        return Indices.index_select(0, permutation);
    }

    /// <summary>Targets in place of the labels, whose memory they take or which they leave free.</summary>
    internal static Tensor TargetsOf(TrainingData data, TrainingTask task, Device device)
    {
        using Tensor labels = data.Labels, there = labels.to(device), targets = task.Targets(there);
        return targets.alias();
    }

    /// <summary>Weights in the memory of those that were read.</summary>
    /// <param name="data">The rows whose weights are wanted.</param>
    /// <param name="mean">The mean weight of the training rows.</param>
    /// <param name="device">Where to compute.</param>
    internal static Tensor? WeightsOf(TrainingData data, double mean, Device device)
    {
        using Tensor? weights = data.Weights, there = weights?.to(device), scaled = there?.div_(mean);
        return scaled?.alias();
    }
}
