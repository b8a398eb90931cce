using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Makes images brighter or darker and their contrast stronger or weaker, by random amounts; in training only.</summary>
/// <param name="brightness">The most that is added or taken away, in standard deviations of a channel.</param>
/// <param name="contrast">The largest change of the factor 1, to either side.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class RandomTone(double brightness, double contrast, FitRandom random) : ILayer
{
    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training)
    {
        if (!training)
        {
            return input;
        }
        using Scalar one = 1;
        Tensor factor = random.Between(-contrast, contrast, input.size(0)).Plus(one), offset = random.Between(-brightness, brightness, input.size(0));
        return (input * factor.view(-1, 1, 1, 1).to(input.dtype)).Plus(offset.view(-1, 1, 1, 1).to(input.dtype));
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input) => input;
}
