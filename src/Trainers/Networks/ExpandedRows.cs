using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Batches of rows that are mostly zero as dense ones, for layers that know no others: shape [B, D] of [B, U].</summary>
/// <param name="width">D, the number of features.</param>
/// <param name="features">The feature of each column of the input, ascending, shape [U].</param>
internal sealed class ExpandedRows(int width, Tensor features) : ILayer
{
    public IReadOnlyList<Weight> Weights => [];

    public long WidestOutput => width;

    /// <remarks>A feature without a column never varies, and is 0 when scaled.</remarks>
    public Tensor Forward(Tensor input, bool training) =>
        zeros(input.size(0), width, device: input.device).index_copy_(1, features, input.to_dense());

    public string ToOnnx(OnnxGraphBuilder graph, string input) => input;
}
