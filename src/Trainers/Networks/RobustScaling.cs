using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Prepares raw features: fills in missing values with the median, scales by quartiles, and bends outliers into (−12, 12).</summary>
/// <remarks>
/// The function is that of <see cref="FeatureScaling"/> with s = 1 / (q75 − q25). Where the quartiles agree, s = 2 / the median deviation
/// of the values that are not the median, so that a rare value is seen in its own size; a constant column becomes 0.
/// </remarks>
internal sealed class RobustScaling : ILayer
{
    private readonly Weight _median;
    private readonly Weight _scale;

    /// <param name="median">What replaces a missing value and becomes 0, shape [D].</param>
    /// <param name="scale">The factor per feature, shape [D].</param>
    internal RobustScaling(Tensor median, Tensor scale)
    {
        _median = new Weight(FeatureScaling.MedianName, median, WeightGroup.Computed);
        _scale = new Weight(FeatureScaling.ScaleName, scale, WeightGroup.Computed);
    }

    public IReadOnlyList<Weight> Weights => [_median, _scale];

    public Tensor Forward(Tensor input, bool training)
    {
        Tensor known = where(input.abs() < FeatureScaling.Limit, input, _median.Value);
        Tensor scaled = known.sub_(_median.Value).mul_(_scale.Value).clamp_(-FeatureScaling.Steepest, FeatureScaling.Steepest);
        return scaled / (scaled * scaled / (FeatureScaling.Bend * FeatureScaling.Bend) + 1).sqrt_();
    }

    /// <summary>The same scaling for single numbers, as it is now.</summary>
    internal FeatureScaling ToFunction() => new([.. _median.ToOnnx().Singles], [.. _scale.ToOnnx().Singles]);

    public string ToOnnx(OnnxGraphBuilder graph, string input) =>
        FeatureScaling.ToOnnx(graph, input, _median.ToOnnx(), _scale.ToOnnx());
}
