using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Prepares raw features: fills in missing values with the median, scales by quartiles, and bends outliers into (−12, 12).</summary>
/// <remarks>
/// f(v) = v / √(1 + (v/12)²) with v = s·(x − median) and s = 1 / (q75 − q25): the smooth clip of RealMLP (Holzmüller et al. 2024,
/// arXiv 2407.04491), with 12 instead of 3 so that heavy tails stay told apart (eng/decisions/0004). Where the quartiles agree,
/// s = 2 / the median deviation of the values that are not the median, so that a rare value is seen in its own size; a constant
/// column becomes 0. NaN, infinite and absurdly large
/// values (above <see cref="Limit"/>) count as missing.
/// </remarks>
internal sealed class RobustScaling : ILayer
{
    /// <summary>Half of the largest float: differences of values below it are finite.</summary>
    internal const float Limit = 1.7e38f;

    private const float Bend = 12; // interquartile ranges
    private const float Steepest = 1e6f; // far beyond the bend, and its square is finite

    private readonly Weight _median;
    private readonly Weight _scale;

    /// <param name="median">What replaces a missing value and becomes 0, shape [D].</param>
    /// <param name="scale">The factor per feature, shape [D].</param>
    internal RobustScaling(Tensor median, Tensor scale)
    {
        _median = new Weight("scaling.median", median, WeightKind.Computed);
        _scale = new Weight("scaling.scale", scale, WeightKind.Computed);
    }

    public IReadOnlyList<Weight> Weights => [_median, _scale];

    public Tensor Forward(Tensor input, bool training)
    {
        Tensor known = where(input.abs() < Limit, input, _median.Value);
        Tensor scaled = known.sub_(_median.Value).mul_(_scale.Value).clamp_(-Steepest, Steepest);
        return scaled / (scaled * scaled / (Bend * Bend) + 1).sqrt_();
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        string median = _median.ToOnnx(graph);
        string isKnown = graph.Node("Less", [graph.Node("Abs", [input]), graph.Constant(Limit)]);
        string known = graph.Node("Where", [isKnown, input, median]);
        string scaled = graph.Node("Mul", [graph.Node("Sub", [known, median]), _scale.ToOnnx(graph)]);
        string bounded = graph.Node("Clip", [scaled, graph.Constant(-Steepest), graph.Constant(Steepest)]);
        string squared = graph.Node("Div", [graph.Node("Mul", [bounded, bounded]), graph.Constant(Bend * Bend)]);
        string root = graph.Node("Sqrt", [graph.Node("Add", [squared, graph.Constant(1)])]);
        return graph.Node("Div", [bounded, root]);
    }
}
