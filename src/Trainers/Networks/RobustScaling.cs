using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Prepares raw features: fills in missing values with the median, scales by quartiles, and bends outliers into (−12, 12).</summary>
/// <remarks>
/// The function is that of <see cref="FeatureScaling"/> with s = 1 / (q75 − q25). Where the quartiles agree, s = 2 / the median deviation
/// of the values that are not the median, so that a rare value is seen in its own size; a constant column becomes 0.
/// It computes on all rows, block by block, with numbers kept as <see cref="AdamW"/> tells.
/// </remarks>
internal sealed class RobustScaling : ILayer
{
    private readonly Weight _median;
    private readonly Weight _scale;
    private readonly Scalar _limit = FeatureScaling.Limit;
    private readonly Scalar _steepest = FeatureScaling.Steepest;
    private readonly Scalar _steepestDown = -FeatureScaling.Steepest;
    private readonly Scalar _bend = FeatureScaling.Bend * FeatureScaling.Bend;
    private readonly Scalar _one = 1;

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
        Tensor known = where(input.abs().lt(_limit), input, _median.Value);
        Tensor scaled = known.sub_(_median.Value).mul_(_scale.Value).clamp_(_steepestDown, _steepest);
        return scaled / (scaled * scaled).div_(_bend).add_(_one, _one).sqrt_();
    }

    /// <summary>The same scaling for single numbers, as it is now.</summary>
    internal FeatureScaling ToFunction() => new([.. _median.ToOnnx().Singles], [.. _scale.ToOnnx().Singles]);

    public string ToOnnx(OnnxGraphBuilder graph, string input) =>
        FeatureScaling.ToOnnx(graph, input, _median.ToOnnx(), _scale.ToOnnx());
}
