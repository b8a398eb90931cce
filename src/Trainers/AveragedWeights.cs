using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>An exponential moving average of all weights of a network, running averages of its normalizations included.</summary>
/// <param name="network">Its weights are averaged.</param>
/// <param name="share">Of the past, at each step, in (0, 1); at step n at most (1 + n) / (10 + n).</param>
internal sealed class AveragedWeights(Network network, double share)
{
    private readonly Tensor _average = network.Weights.Values.clone();

    /// <summary>The average, or while that is in their place, the weights.</summary>
    internal Tensor State => _average;

    internal long StepCount { get; set; }

    /// <summary>Lets the average follow the weights.</summary>
    internal void Follow()
    {
        using IDisposable noGradient = no_grad();
        StepCount++;
        double past = Math.Min(share, (1.0 + StepCount) / (10 + StepCount));
        using Scalar kept = past, news = 1 - past;
        _average.mul_(kept).add_(network.Weights.Values, news);
    }

    /// <summary>Exchanges the weights and their average.</summary>
    internal void Swap()
    {
        using IDisposable noGradient = no_grad();
        using Tensor weights = network.Weights.Values.clone();
        network.Weights.Values.copy_(_average);
        _average.copy_(weights);
    }
}
