using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Dense matrices as sparse tensors.</summary>
internal static class Sparse
{
    /// <summary>The numbers of a matrix that are not zero, with their coordinates.</summary>
    internal static Tensor Of(Tensor matrix)
    {
        Tensor places = matrix.nonzero().t().contiguous();
        Tensor values = matrix.masked_select(matrix != 0);
        return sparse_coo_tensor(places, values, matrix.shape);
    }
}
