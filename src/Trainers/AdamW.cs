using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Adam with decoupled weight decay over all weights at once (Loshchilov and Hutter 2019, arXiv 1711.05101).</summary>
/// <remarks>
/// In one call where <see cref="FusedAdamW"/> is available, else in operations that do the same.
/// Numbers are kept or disposed as <see cref="Scalar"/>: an implicit one is a small native block that only a finalizer frees, and a few
/// of those between the large blocks of every step keep the C heap from shrinking (measured: +250 MB per 170 steps).
/// </remarks>
internal sealed class AdamW
{
    internal const double Beta1 = 0.9;
    internal const double Beta2 = 0.999;
    internal const double Epsilon = 1e-8;

    private readonly Tensor _trained;
    private readonly Tensor _decaying;
    private readonly Tensor _gradients;
    private readonly Tensor _mean;
    private readonly Tensor _variance;
    private readonly double _weightDecay;
    private readonly Scalar _keptMean = Beta1;
    private readonly Scalar _shareOfMean = 1 - Beta1;
    private readonly Scalar _keptVariance = Beta2;
    private readonly Scalar _shareOfVariance = 1 - Beta2;
    private readonly Scalar _epsilon = Epsilon;
    private readonly Scalar _one = 1;
    private readonly (Tensor[] Weights, Tensor[] Gradients, Tensor[] Means, Tensor[] Variances, Tensor Count)? _fused;
    private long _step;

    internal AdamW(FlatWeights weights, double weightDecay)
    {
        _trained = weights.Values.narrow(0, 0, weights.TrainedCount);
        _decaying = weights.Values.narrow(0, 0, weights.DecayingCount);
        _gradients = weights.Gradients;
        _mean = zeros_like(_gradients);
        _variance = zeros_like(_gradients);
        _weightDecay = weightDecay;
        if (FusedAdamW.IsAvailable(_gradients.device))
        {
            Tensor[] Groups(Tensor all) => [all.narrow(0, 0, weights.DecayingCount), all.narrow(0, weights.DecayingCount, weights.TrainedCount - weights.DecayingCount)];
            _fused = (Groups(_trained), Groups(_gradients), Groups(_mean), Groups(_variance), zeros([], device: _gradients.device));
        }
    }

    /// <summary>Moves the weights against their gradients.</summary>
    /// <param name="learningRate">The step size.</param>
    internal void Step(double learningRate)
    {
        if (_fused is var (values, gradients, means, variances, count))
        {
            FusedAdamW.Step(values, gradients, means, variances, count, learningRate, _weightDecay);
            return;
        }
        _step++;
        if (_weightDecay > 0)
        {
            using Scalar kept = (float)(1 - learningRate * _weightDecay); // a double beyond the floats would throw
            _decaying.mul_(kept);
        }
        using Scalar bias = Math.Sqrt(1 - Math.Pow(Beta2, _step));
        using Scalar step = (float)(-learningRate / (1 - Math.Pow(Beta1, _step)));
        _mean.mul_(_keptMean).add_(_gradients, _shareOfMean);
        _variance.mul_(_keptVariance).addcmul_(_gradients, _gradients, _shareOfVariance);
        Tensor deviation = _variance.sqrt().div_(bias).add_(_epsilon, _one);
        _trained.addcdiv_(_mean, deviation, step);
    }
}
