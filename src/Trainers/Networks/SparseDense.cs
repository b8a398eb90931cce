using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A fully connected layer for rows that are mostly zero: x·W + b, in which a batch reads and trains only the rows of W that it uses.</summary>
/// <remarks>
/// Memory and time follow the numbers that are not zero: W is outside of the flat buffer and has a row only for features that vary in
/// training. In the graph it is the same product with a dense input; W lies there by feature, so that scoring can pick rows too.
/// </remarks>
internal sealed class SparseDense : ILayer
{
    private readonly string _weightName;
    private readonly int _inputs;
    private readonly int[] _features;
    private readonly RowTable _table;
    private readonly Weight _bias;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="inputs">D, the number of features in the graph.</param>
    /// <param name="features">The feature of each column of the input, ascending: U of them.</param>
    /// <param name="weights">The initial W, shape [U, out], on the device that computes.</param>
    internal SparseDense(string name, int inputs, int[] features, Tensor weights)
    {
        _weightName = $"{name}.weight";
        _inputs = inputs;
        _features = features;
        _table = new RowTable(weights, _weightName);
        _bias = new Weight($"{name}.bias", zeros(weights.size(1)), WeightGroup.Free);
    }

    public IReadOnlyList<Weight> Weights => [_bias];

    public IReadOnlyList<RowTable> Tables => [_table];

    public long StoredCount => (_inputs + 1) * _table.Values.size(1);

    /// <param name="input">Rows as a sparse tensor of coordinates, shape [B, U].</param>
    /// <param name="training">Whether W is to be trained on them.</param>
    public Tensor Forward(Tensor input, bool training) =>
        training ? TrainedOutput(input) : _bias.Value.addmm(input, _table.Values);

    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        using Tensor weights = zeros(_inputs, _table.Values.size(1)), features = tensor(_features).to(ScalarType.Int64), trained = _table.Values.cpu();
        weights.index_copy_(0, features, trained);
        OnnxTensor constant = new(_weightName, OnnxElementType.Single, weights.shape, weights.bytes.ToArray());
        return graph.Node("Gemm", [input, graph.Constant(constant), _bias.ToOnnx(graph)]);
    }

    public void FromOnnx(OnnxGraph graph)
    {
        Weight.Read(Weights, graph);
        Weight all = new(_weightName, zeros(_inputs, _table.Values.size(1)), WeightGroup.Matrix);
        Weight.Read([all], graph);
        using IDisposable noGradient = no_grad();
        using Tensor weights = all.Value, features = tensor(_features).to(ScalarType.Int64), chosen = weights.index_select(0, features);
        _table.Values.copy_(chosen);
    }

    private Tensor TrainedOutput(Tensor input)
    {
        Tensor places = input.SparseIndices;
        (Tensor used, Tensor? column, _) = places.select(0, 1).unique(sorted: true, return_inverse: true);
        Tensor compact = sparse_coo_tensor(stack([places.select(0, 0), column!]), input.SparseValues, [input.size(0), used.size(0)]);
        return _bias.Value.addmm(compact, _table.Take(used));
    }
}
