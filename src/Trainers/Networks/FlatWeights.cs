namespace MLNetDeep.Networks;

/// <summary>All weights of a network in one buffer and all gradients in another; the weights become views.</summary>
/// <remarks>So one operation optimizes, clips, checks or copies them all, whatever the number of layers.</remarks>
internal sealed class FlatWeights
{
    /// <param name="weights">The weights of a network; their tensors are moved to <paramref name="device"/>.</param>
    /// <param name="device">Where to compute.</param>
    internal FlatWeights(IEnumerable<Weight> weights, Device device)
    {
        Weight[] ordered = [.. weights.OrderBy(weight => weight.Kind)]; // a stable sort: decaying, free, computed
        long Count(WeightKind kind) => ordered.Where(weight => weight.Kind == kind).Sum(weight => weight.Value.numel());
        DecayingCount = Count(WeightKind.Decaying);
        TrainedCount = DecayingCount + Count(WeightKind.Free);
        using IDisposable noGradient = no_grad();
        Values = zeros(TrainedCount + Count(WeightKind.Computed), device: device);
        Gradients = zeros(TrainedCount, device: device);
        long offset = 0;
        foreach (Weight weight in ordered)
        {
            offset = Move(weight, offset);
        }
    }

    /// <summary>All numbers, shape [weights]: first those that decay, then the other trained ones, then the computed ones.</summary>
    internal Tensor Values { get; }

    /// <summary>The gradients of the trained numbers, shape [<see cref="TrainedCount"/>].</summary>
    internal Tensor Gradients { get; }

    internal long DecayingCount { get; }

    internal long TrainedCount { get; }

    private long Move(Weight weight, long offset)
    {
        long[] shape = weight.Value.shape;
        long count = weight.Value.numel();
        using Tensor initial = weight.Value;
        Tensor view = Values.narrow(0, offset, count).view(shape).detach();
        view.copy_(initial);
        if (weight.Kind != WeightKind.Computed)
        {
            view.requires_grad_(true);
            view.grad = Gradients.narrow(0, offset, count).view(shape);
        }
        weight.Value = view;
        return offset + count;
    }
}
