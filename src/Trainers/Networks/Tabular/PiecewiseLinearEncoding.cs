using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Puts beside each feature how far it is through each of its bins, from 0 to 1 (Gorishniy et al. 2022, arXiv 2203.05556): what is simple for a tree, a step at a number, is then simple for a layer.</summary>
/// <remarks>A bin's place is computed by subtracting first, so that narrow bins far from 0 lose no digits.</remarks>
internal sealed class PiecewiseLinearEncoding : ILayer
{
    private readonly Weight _features;
    private readonly Weight _starts;
    private readonly Weight _steepness;
    private readonly Scalar _zero = 0;
    private readonly Scalar _one = 1;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="bins">All bins of all features.</param>
    /// <param name="features">D.</param>
    internal PiecewiseLinearEncoding(string name, IReadOnlyList<Bin> bins, int features)
    {
        Sources = [.. Enumerable.Range(0, features), .. bins.Select(bin => bin.Feature)];
        Tensor chosen = zeros(bins.Count, features);
        for (int bin = 0; bin < bins.Count; bin++)
        {
            chosen.Elements<float>()[bin * features + bins[bin].Feature] = 1;
        }
        _features = new Weight($"{name}.features", chosen, WeightGroup.Computed);
        _starts = new Weight($"{name}.starts", tensor([.. bins.Select(bin => bin.Start)]), WeightGroup.Computed);
        _steepness = new Weight($"{name}.steepness", tensor([.. bins.Select(bin => 1 / bin.Width)]), WeightGroup.Computed);
    }

    /// <summary>Where a bin lies.</summary>
    /// <param name="Feature">Of which feature, zero-based.</param>
    /// <param name="Start">Its lower end.</param>
    /// <param name="Width">Positive.</param>
    internal readonly record struct Bin(int Feature, float Start, float Width);

    public IReadOnlyList<Weight> Weights => [_features, _starts, _steepness];

    public bool NeedsSingles => true;

    /// <summary>The feature that each output comes from.</summary>
    internal IReadOnlyList<int> Sources { get; }

    /// <param name="input">Shape [B, D].</param>
    /// <param name="training">Of no consequence.</param>
    /// <returns>Shape [B, D + bins].</returns>
    public Tensor Forward(Tensor input, bool training)
    {
        Tensor places = nn.functional.linear(input, _features.Value).sub_(_starts.Value).mul_(_steepness.Value).clamp_(_zero, _one);
        return cat([input, places], 1);
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        long bins = _features.Value.size(0);
        string none = graph.Constant(OnnxTensor.Of($"{_features.Name}.none", new float[bins], bins));
        string chosen = graph.Node("Gemm", [input, _features.ToOnnx(graph), none], OnnxAttribute.Of("transB", 1L));
        string places = graph.Node("Mul", [graph.Node("Sub", [chosen, _starts.ToOnnx(graph)]), _steepness.ToOnnx(graph)]);
        string encoded = graph.Node("Clip", [places, graph.Constant(0), graph.Constant(1)]);
        return graph.Node("Concat", [input, encoded], OnnxAttribute.Of("axis", 1L));
    }
}
