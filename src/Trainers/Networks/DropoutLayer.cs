using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Zeroes units at random in training and scales the others up; does nothing when scoring (Srivastava et al. 2014, JMLR 15).</summary>
/// <param name="probability">Of zeroing a unit, in (0, 1).</param>
/// <param name="random">The fit's random numbers, for the device of the input.</param>
internal sealed class DropoutLayer(double probability, FitRandom random) : ILayer
{
    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training)
    {
        if (!training)
        {
            return input;
        }
        return input.is_sparse ? Thinned(input) : input * random.Mask(input.numel(), probability).view_as(input).to(input.dtype);
    }

    /// <summary>The factors of a batch, shape [rows, width]: 0 for a zeroed unit, else 1 / (1 − probability).</summary>
    internal Tensor Mask(long rows, long width) => random.Mask(rows * width, probability).view(rows, width);

    /// <summary>Takes the zeroed numbers out of a sparse tensor, so that what follows has less to do.</summary>
    private Tensor Thinned(Tensor input)
    {
        Tensor mask = random.Mask(input.SparseValues.size(0), probability);
        Tensor chosen = mask.nonzero().squeeze(1);
        Tensor values = input.SparseValues.index_select(0, chosen).mul_(mask.index_select(0, chosen));
        return sparse_coo_tensor(input.SparseIndices.index_select(1, chosen), values, [input.size(0), input.size(1)]);
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input) => input;
}
