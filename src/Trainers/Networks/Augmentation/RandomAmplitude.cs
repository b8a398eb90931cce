using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Makes each channel of a signal stronger or weaker and adds noise to each step; in training only (Um et al. 2017, arXiv 1706.00527).</summary>
/// <param name="noise">The standard deviation of the noise, in those of a channel.</param>
/// <param name="strength">The standard deviation of the factor 1.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class RandomAmplitude(double noise, double strength, FitRandom random) : ILayer
{
    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training)
    {
        if (!training)
        {
            return input;
        }
        using Scalar one = 1;
        Tensor factor = random.Normal(strength, input.size(0), input.size(1), 1, 1).Plus(one);
        Tensor scaled = input * factor.to(input.dtype);
        return noise > 0 ? scaled.Plus(random.Normal(noise, input.shape).to(input.dtype)) : scaled;
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input) => input;
}
