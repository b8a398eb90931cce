using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Adam with decoupled weight decay over all weights at once (Loshchilov and Hutter 2019, arXiv 1711.05101).</summary>
internal sealed class AdamW
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly Tensor _trained;
    private readonly Tensor _decaying;
    private readonly Tensor _gradients;
    private readonly Tensor _mean;
    private readonly Tensor _variance;
    private readonly double _weightDecay;
    private long _step;

    internal AdamW(FlatWeights weights, double weightDecay)
    {
        _trained = weights.Values.narrow(0, 0, weights.TrainedCount);
        _decaying = weights.Values.narrow(0, 0, weights.DecayingCount);
        _gradients = weights.Gradients;
        _mean = zeros_like(_gradients);
        _variance = zeros_like(_gradients);
        _weightDecay = weightDecay;
    }

    /// <summary>Moves the weights against their gradients.</summary>
    /// <param name="learningRate">The step size.</param>
    internal void Step(double learningRate)
    {
        _step++;
        if (_weightDecay > 0)
        {
            _decaying.mul_(1 - learningRate * _weightDecay);
        }
        _mean.lerp_(_gradients, 1 - Beta1);
        _variance.mul_(Beta2).addcmul_(_gradients, _gradients, 1 - Beta2);
        Tensor deviation = _variance.sqrt().div_(Math.Sqrt(1 - Math.Pow(Beta2, _step))).add_(Epsilon);
        _trained.addcdiv_(_mean, deviation, -learningRate / (1 - Math.Pow(Beta1, _step)));
    }
}
