using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A linear model of tokens and n-grams, each of which has a weight for each output (Wang and Manning 2012, ACL): [B, T] becomes [B, outputs].</summary>
/// <remarks>
/// The weights of a row are added up and divided by the root of its length: of long rows, which say more, the outputs are surer. N-grams of two tokens
/// and more share a table by a hash (Joulin et al. 2017, EACL), so that none has to be known before. A batch reads and trains only the weights that it
/// uses. Row 0 stands for every unknown token; padding is -1.
/// </remarks>
internal sealed class Ngrams : ILayer
{
    private const string TokenWeights = "ngrams.token.weight";
    private const string HashedWeights = "ngrams.hashed.weight";
    private const long BucketsPerToken = 8; // 7,000 sentences of 14,000 words have 75,000 pairs
    private const long MostBuckets = (1 << 20) - 1;
    private const long Multiplier = 2_654_435_761; // prime; times a token or a bucket it stays below 2^56
    private const float Gain = 2.8f; // of a weight's steps, of which a rare n-gram gets few

    private static readonly Scalar s_zero = 0; // kept as AdamW tells
    private static readonly Scalar s_gain = Gain;

    private readonly int _length;
    private readonly int _longest;
    private readonly long _tokens;
    private readonly long _buckets;
    private readonly double _dropout;
    private readonly FitRandom _random;
    private readonly RowTable _table;
    private readonly Weight _bias;

    /// <param name="length">The most tokens of an n-gram.</param>
    /// <param name="tokens">The tokens that there are beside the unknown one.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="longest">T of the longest row, for what a row takes in memory and time.</param>
    /// <param name="dropout">The probability of leaving a token or an n-gram out in training.</param>
    /// <param name="random">The fit's random numbers.</param>
    internal Ngrams(int length, int tokens, int outputs, int longest, double dropout, FitRandom random)
    {
        _length = length;
        _longest = longest;
        _tokens = tokens + 1;
        _buckets = Math.Min((BucketsPerToken * _tokens) - 1, MostBuckets); // odd, so that all of a number counts
        _dropout = dropout;
        _random = random;
        _table = new RowTable(zeros(length == 1 ? _tokens : _tokens + _buckets, outputs, device: random.Device), TokenWeights);
        _bias = new Weight("ngrams.bias", zeros(outputs), WeightGroup.Free);
    }

    public IReadOnlyList<Weight> Weights => [_bias];

    public IReadOnlyList<RowTable> Tables => [_table];

    public long StoredCount => _table.Values.numel() + _bias.Value.numel();

    public double OperationsPerRow => 2.0 * WidestOutput;

    public long WidestOutput => (long)_longest * _length * _bias.Value.numel();

    public Tensor Forward(Tensor input, bool training)
    {
        Tensor isStep = input.ge(s_zero);
        Tensor rows = Rows(input.clamp(s_zero), isStep, out Tensor shares);
        if (training && _dropout > 0)
        {
            shares *= _random.Mask(shares.numel(), _dropout).view(shares.shape);
        }
        Tensor weights = Chosen(rows.view(-1), training).view(rows.size(0), rows.size(1), -1);
        Tensor scale = isStep.sum(1, keepdim: true, type: ScalarType.Float32).rsqrt_().mul_(s_gain);
        return (shares.unsqueeze(1).matmul(weights).squeeze(1) * scale).Plus(_bias.Value);
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        string tokens = input, mask = DeepGraph.Mask, hash = input;
        using Tensor table = _table.Values.cpu();
        string sum = Sum(graph, graph.Constant(Stored(TokenWeights, table.narrow(0, 0, _tokens))), hash, mask);
        string hashed = _length == 1 ? "" : graph.Constant(Stored(HashedWeights, table.narrow(0, _tokens, _buckets)));
        for (int length = 2; length <= _length; length++)
        {
            (tokens, mask) = (Next(graph, tokens), Next(graph, mask));
            string joined = graph.Node("Add", [graph.Node("Mul", [hash, graph.Constant([Multiplier])]), tokens]);
            hash = graph.Node("Mod", [joined, graph.Constant([_buckets])]);
            sum = graph.Node("Add", [sum, Sum(graph, hashed, hash, mask)]);
        }
        string root = graph.Node("Sqrt", [SequenceMask.Sum(graph, Column(graph, DeepGraph.Mask))]);
        string scaled = graph.Node("Mul", [sum, graph.Node("Div", [graph.Constant(Gain), root])]);
        return graph.Node("Add", [scaled, _bias.ToOnnx(graph)]);
    }

    public void FromOnnx(OnnxGraph graph)
    {
        Weight.Read(Weights, graph);
        Weight.Read([new Weight(TokenWeights, _table.Values.narrow(0, 0, _tokens), WeightGroup.Matrix)], graph);
        if (_length > 1)
        {
            Weight.Read([new Weight(HashedWeights, _table.Values.narrow(0, _tokens, _buckets), WeightGroup.Matrix)], graph);
        }
    }

    /// <summary>The rows of the table that tokens and n-grams have, shape [B, T · lengths].</summary>
    /// <param name="tokens">Shape [B, T].</param>
    /// <param name="isStep">Which of them a row has, shape [B, T].</param>
    /// <param name="shares">1 for what a row has, else 0: an n-gram that goes beyond its end, for example. Of the result's shape.</param>
    private Tensor Rows(Tensor tokens, Tensor isStep, out Tensor shares)
    {
        using Scalar multiplier = Multiplier, buckets = _buckets, offset = _tokens, one = 1;
        Tensor hash = tokens, next = tokens, isWhole = isStep;
        List<Tensor> rows = [tokens], whole = [isStep];
        for (int length = 2; length <= _length; length++)
        {
            (next, isWhole) = (Next(next), Next(isWhole));
            hash = hash.mul(multiplier).Plus(next).remainder(buckets);
            rows.Add(hash.add(offset, one));
            whole.Add(isWhole);
        }
        shares = cat(whole, 1).to(ScalarType.Float32);
        return cat(rows, 1);
    }

    private Tensor Chosen(Tensor rows, bool training)
    {
        if (!training)
        {
            return _table.Values.index_select(0, rows);
        }
        (Tensor used, Tensor? place, _) = rows.unique(sorted: true, return_inverse: true);
        return _table.Take(used).index_select(0, place!.view(-1));
    }

    /// <summary>What the next step has in the place of each, and 0 in that of the last.</summary>
    private static Tensor Next(Tensor steps) => cat([steps.narrow(1, 1, steps.size(1) - 1), zeros_like(steps.narrow(1, 0, 1))], 1);

    private static string Next(OnnxGraphBuilder graph, string steps) => graph.Node("Pad", [steps, graph.Constant([0, -1, 0, 1])]);

    /// <summary>The sum of the weights that a row has, [N, outputs].</summary>
    private static string Sum(OnnxGraphBuilder graph, string table, string rows, string mask) =>
        SequenceMask.Sum(graph, graph.Node("Mul", [graph.Node("Gather", [table, rows]), Column(graph, mask)]));

    private static string Column(OnnxGraphBuilder graph, string steps) => graph.Node("Reshape", [steps, graph.Constant([0, 0, 1])]);

    private static OnnxTensor Stored(string name, Tensor weights) => new(name, OnnxElementType.Single, weights.shape, weights.bytes.ToArray());
}
