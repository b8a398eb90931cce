using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Adam with decoupled weight decay over all weights at once (Loshchilov and Hutter 2019, arXiv 1711.05101).</summary>
/// <remarks>
/// In one call where <see cref="TrainingScript"/> is available, else in operations that do the same.
/// Numbers are kept or disposed as <see cref="Scalar"/>: an implicit one is a small native block that only a finalizer frees, and a few
/// of those between the large blocks of every step keep the C heap from shrinking (measured: +250 MB per 170 steps).
/// </remarks>
internal sealed class AdamW : IOptimizer
{
    internal const double Beta1 = 0.9;
    internal const double Beta2 = 0.999;
    internal const double Epsilon = 1e-8;

    private const double Tiny = 1e-30; // far below what moves a weight beside Epsilon
    private const int StepsBetweenFlushes = 100; // in which the mean of no gradients becomes 3e-5 of itself

    private readonly IReadOnlyList<WeightGroup> _groups;
    private readonly Tensor[] _weights;
    private readonly Tensor[] _gradients;
    private readonly Tensor _moments;
    private readonly Tensor[] _means;
    private readonly Tensor[] _variances;
    private readonly Tensor _factors;
    private readonly Tensor _count;
    private readonly double _weightDecay;
    private readonly bool _isScripted;
    private readonly Scalar _keptMean = Beta1;
    private readonly Scalar _shareOfMean = 1 - Beta1;
    private readonly Scalar _keptVariance = Beta2;
    private readonly Scalar _shareOfVariance = 1 - Beta2;
    private readonly Scalar _epsilon = Epsilon;
    private readonly Scalar _one = 1;
    private long _step; // those that are done

    internal AdamW(FlatWeights weights, double weightDecay)
    {
        _groups = weights.Groups;
        _weights = weights.ByGroup(weights.Values);
        _gradients = weights.ByGroup(weights.Gradients);
        _moments = zeros([2, weights.TrainedCount], device: weights.Gradients.device);
        _means = weights.ByGroup(_moments.select(0, 0));
        _variances = weights.ByGroup(_moments.select(0, 1));
        _factors = tensor(_groups.SelectMany(group => new[] { group.RateFactor, group.DecayFactor }).ToArray());
        _count = zeros([], device: weights.Gradients.device);
        _weightDecay = weightDecay;
        _isScripted = TrainingScript.IsAvailable(weights.Gradients.device);
    }

    /// <summary>Moments: the means of all gradients, and then those of their squares.</summary>
    public IReadOnlyList<Tensor> State => [_moments];

    public long StepCount
    {
        get => _step;
        set
        {
            using Scalar count = _step = value;
            _count.fill_(count);
        }
    }

    /// <summary>What a script needs, before learning rate and decay.</summary>
    internal object[] Arguments => [_weights, _gradients, _means, _variances, _factors, _count];

    public void Step(double learningRate)
    {
        if (_isScripted)
        {
            using Scalar rate = learningRate, decay = _weightDecay;
            Array.ForEach(TrainingScript.Run("adamw", [.. Arguments, rate, decay]), weights => weights.Dispose());
        }
        else
        {
            for (int group = 0; group < _groups.Count; group++)
            {
                Step(group, learningRate * _groups[group].RateFactor, _weightDecay * _groups[group].DecayFactor);
            }
        }
        EndStep();
    }

    /// <summary>Counts a step, and now and then sets moments to 0 that do nothing any more.</summary>
    /// <remarks>
    /// Those of units that are never active halve every seven steps, until they are denormal numbers, and stay there for good. Intel's CPUs take
    /// a hundred times as long for these: of a step of 32 rows, two thirds of its time.
    /// </remarks>
    internal void EndStep()
    {
        if (++_step % StepsBetweenFlushes == 0)
        {
            using Tensor kept = nn.functional.hardshrink(_moments, Tiny);
            _moments.copy_(kept);
        }
    }

    private void Step(int group, double learningRate, double weightDecay)
    {
        if (weightDecay > 0)
        {
            using Scalar kept = (float)(1 - learningRate * weightDecay); // a double beyond the floats would throw
            _weights[group].mul_(kept);
        }
        using Scalar bias = Math.Sqrt(1 - Math.Pow(Beta2, _step + 1));
        using Scalar step = (float)(-learningRate / (1 - Math.Pow(Beta1, _step + 1)));
        _means[group].mul_(_keptMean).add_(_gradients[group], _shareOfMean);
        _variances[group].mul_(_keptVariance).addcmul_(_gradients[group], _gradients[group], _shareOfVariance);
        Tensor deviation = _variances[group].sqrt().div_(bias).add_(_epsilon, _one);
        _weights[group].addcdiv_(_means[group], deviation, step);
    }
}
