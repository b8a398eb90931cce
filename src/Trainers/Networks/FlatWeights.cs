namespace MLNetDeep.Networks;

/// <summary>All weights of a network in one buffer and all gradients in another; the weights become views.</summary>
/// <remarks>So one operation clips, checks or copies them all, and one optimizes a group of them, whatever the number of layers.</remarks>
internal sealed class FlatWeights
{
    /// <param name="weights">The weights of a network; their tensors are moved to <paramref name="device"/>.</param>
    /// <param name="device">Where to compute.</param>
    internal FlatWeights(IEnumerable<Weight> weights, Device device)
    {
        ILookup<WeightGroup, Weight> groups = weights.ToLookup(weight => weight.Group);
        Groups = [.. groups.Select(group => group.Key).Where(group => group.RateFactor > 0)];
        Counts = [.. Groups.Select(group => groups[group].Sum(weight => weight.Value.numel()))];
        Weight[] trained = [.. Groups.SelectMany(group => groups[group])];
        Weight[] computed = [.. groups.Where(group => group.Key.RateFactor == 0).SelectMany(group => group)];
        using IDisposable noGradient = no_grad();
        Values = zeros(TrainedCount + computed.Sum(weight => weight.Value.numel()), device: device);
        Gradients = zeros(TrainedCount, device: device);
        long offset = 0;
        foreach (Weight weight in trained.Concat(computed))
        {
            offset = Move(weight, offset);
        }
    }

    /// <summary>All numbers, shape [weights]: first the trained ones, group by group, then the computed ones.</summary>
    internal Tensor Values { get; }

    /// <summary>The gradients of the trained numbers, shape [<see cref="TrainedCount"/>].</summary>
    internal Tensor Gradients { get; }

    /// <summary>The groups of the trained numbers, in their order.</summary>
    internal IReadOnlyList<WeightGroup> Groups { get; }

    internal long TrainedCount => Counts.Sum();

    /// <summary>How many numbers each group has.</summary>
    private long[] Counts { get; }

    /// <summary>The parts of a buffer that belong to the groups.</summary>
    /// <param name="buffer">At least <see cref="TrainedCount"/> numbers.</param>
    internal Tensor[] ByGroup(Tensor buffer)
    {
        long start = 0;
        Tensor Next(long count)
        {
            start += count;
            return buffer.narrow(0, start - count, count);
        }
        return [.. Counts.Select(Next)];
    }

    private long Move(Weight weight, long offset)
    {
        long[] shape = weight.Value.shape;
        long count = weight.Value.numel();
        weight.MoveTo(
            Values.narrow(0, offset, count).view(shape).detach(),
            weight.Group.RateFactor > 0 ? Gradients.narrow(0, offset, count).view(shape) : null);
        return offset + count;
    }
}
