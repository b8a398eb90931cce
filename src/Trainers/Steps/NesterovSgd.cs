using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Gradient descent with Nesterov's momentum over all weights at once, in the form of Sutskever et al. 2013 that looks one step ahead, and decoupled weight decay.</summary>
internal sealed class NesterovSgd : IOptimizer
{
    private readonly IReadOnlyList<WeightGroup> _groups;
    private readonly Tensor[] _weights;
    private readonly Tensor[] _gradients;
    private readonly Tensor[] _velocities;
    private readonly double _weightDecay;
    private readonly Scalar _momentum;
    private readonly Scalar _one = 1;

    /// <param name="weights">All weights of a network.</param>
    /// <param name="momentum">The share of a step that is kept in the next, in [0, 1).</param>
    /// <param name="weightDecay">The share of each weight that is taken away per step, times the learning rate.</param>
    internal NesterovSgd(FlatWeights weights, double momentum, double weightDecay)
    {
        _groups = weights.Groups;
        _weights = weights.ByGroup(weights.Values);
        _gradients = weights.ByGroup(weights.Gradients);
        _velocities = weights.ByGroup(zeros_like(weights.Gradients));
        _momentum = momentum;
        _weightDecay = weightDecay;
    }

    public IReadOnlyList<Tensor> State => _velocities;

    public long StepCount { get; set; }

    public void Step(double learningRate)
    {
        for (int group = 0; group < _groups.Count; group++)
        {
            double rate = learningRate * _groups[group].RateFactor, decay = _weightDecay * _groups[group].DecayFactor;
            if (decay > 0)
            {
                using Scalar kept = (float)(1 - rate * decay);
                _weights[group].mul_(kept);
            }
            using Scalar step = (float)-rate;
            Tensor velocity = _velocities[group].mul_(_momentum).add_(_gradients[group], _one);
            _weights[group].add_(_gradients[group].add(velocity, _momentum), step);
        }
    }
}
