using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Zeroes units at random in training and scales the others up; does nothing when scoring (Srivastava et al. 2014, JMLR 15).</summary>
/// <param name="probability">Of zeroing a unit, in (0, 1).</param>
/// <param name="generator">Draws the masks; the fit's own, on the device of the input.</param>
internal sealed class DropoutLayer(double probability, Generator generator) : ILayer
{
    private readonly Scalar _kept = 1 - probability;

    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training)
    {
        if (!training)
        {
            return input;
        }
        if (input.is_sparse)
        {
            return Thinned(input);
        }
        Tensor mask = empty_like(input, requires_grad: false).bernoulli_(1 - probability, generator).div_(_kept);
        return input * mask;
    }

    /// <summary>Takes the zeroed numbers out of a sparse tensor, so that what follows has less to do.</summary>
    private Tensor Thinned(Tensor input)
    {
        Tensor values = input.SparseValues;
        Tensor chosen = empty_like(values).bernoulli_(1 - probability, generator).nonzero().squeeze(1);
        return sparse_coo_tensor(input.SparseIndices.index_select(1, chosen), values.index_select(0, chosen).div_(_kept), input.shape);
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input) => input;
}
