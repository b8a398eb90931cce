using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Zeroes numbers in training, the same ones in all steps of a row (variational dropout: Gal and Ghahramani 2016, arXiv 1512.05287).</summary>
/// <param name="probability">Of zeroing a number, in (0, 1).</param>
/// <param name="width">The numbers of a step.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class SequenceDropout(double probability, int width, FitRandom random) : ISequenceLayer
{
    public IReadOnlyList<Weight> Weights => [];

    public int Outputs => width;

    public Sequences Forward(Sequences input, bool training)
    {
        if (!training)
        {
            return input;
        }
        Tensor mask = random.Mask(input.Values.size(0) * width, probability).view(-1, 1, width).to(input.Values.dtype);
        return input with { Values = input.Values * mask };
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input, SequenceMask? mask) => input;
}
