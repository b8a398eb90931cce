using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A learned vector for each token: [B, T] becomes [B, T, E]. A batch reads and trains only the vectors of its tokens.</summary>
/// <remarks>Row 0 stands for every unknown token. Padding, -1, becomes NaN.</remarks>
internal sealed class Embedding : ILayer
{
    private static readonly Scalar s_zero = 0; // kept as AdamW tells
    private static readonly Scalar s_padding = float.NaN;

    private readonly string _weightName;
    private readonly RowTable _table;
    private readonly double _dropout;
    private readonly FitRandom _random;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="vectors">The initial vectors, shape [tokens + 1, E], on the device that computes.</param>
    /// <param name="dropout">The probability of taking a token for an unknown one in training.</param>
    /// <param name="random">The fit's random numbers.</param>
    internal Embedding(string name, Tensor vectors, double dropout, FitRandom random)
    {
        _weightName = $"{name}.weight";
        _table = new RowTable(vectors, _weightName);
        _dropout = dropout;
        _random = random;
    }

    public IReadOnlyList<Weight> Weights => [];

    public IReadOnlyList<RowTable> Tables => [_table];

    public long StoredCount => _table.Values.numel();

    public Tensor Forward(Tensor input, bool training)
    {
        Tensor isPadding = input.lt(s_zero), tokens = input.clamp(s_zero).view(-1);
        if (training && _dropout > 0)
        {
            tokens *= _random.Mask(tokens.numel(), _dropout).gt(s_zero);
        }
        Tensor vectors = training ? Trained(tokens) : _table.Values.index_select(0, tokens);
        return vectors.view(input.size(0), input.size(1), vectors.size(1)).masked_fill(isPadding.unsqueeze(-1), s_padding);
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        using Tensor vectors = _table.Values.cpu();
        return graph.Node("Gather", [graph.Constant(new OnnxTensor(_weightName, OnnxElementType.Single, vectors.shape, vectors.bytes.ToArray())), input]);
    }

    public void FromOnnx(OnnxGraph graph) => Weight.Read([new Weight(_weightName, _table.Values, WeightGroup.Matrix)], graph);

    private Tensor Trained(Tensor tokens)
    {
        (Tensor used, Tensor? place, _) = tokens.unique(sorted: true, return_inverse: true);
        return _table.Take(used).index_select(0, place!);
    }
}
