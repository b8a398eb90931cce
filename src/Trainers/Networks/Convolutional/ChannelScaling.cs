using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Forms images of rows, replaces missing values by their channel's mean, and brings each channel to a mean of 0 and a variance of 1; outliers are cut off.</summary>
internal sealed class ChannelScaling : ILayer
{
    private const float Largest = 32; // standard deviations

    private static readonly long[] s_channelsFirst = [0, 3, 1, 2];

    private readonly ImageShape _shape;
    private readonly Weight _mean;
    private readonly Weight _scale;
    private readonly Scalar _limit = FeatureScaling.Limit; // kept as AdamW tells
    private readonly Scalar _largest = Largest;
    private readonly Scalar _smallest = -Largest;

    /// <param name="shape">The shape of a row.</param>
    /// <param name="mean">Shape [C].</param>
    /// <param name="scale">The factor per channel, shape [C]; 0 where the channel never varies.</param>
    internal ChannelScaling(ImageShape shape, Tensor mean, Tensor scale)
    {
        _shape = shape;
        _mean = new Weight("channels.mean", mean.view(-1, 1, 1), WeightGroup.Computed);
        _scale = new Weight("channels.scale", scale.view(-1, 1, 1), WeightGroup.Computed);
    }

    public IReadOnlyList<Weight> Weights => [_mean, _scale];

    /// <summary>Images, shape [B, C, height, width], of rows as the graph gets them, shape [B, D].</summary>
    public Tensor Forward(Tensor input, bool training)
    {
        (int channels, int height, int width) = _shape.Map;
        return Scaled(_shape.IsInterleaved
            ? input.view(-1, height, width, channels).permute(s_channelsFirst)
            : input.view(-1, channels, height, width));
    }

    /// <summary>Scales images, shape [B, C, height, width], of numbers or of bytes, of which none is missing.</summary>
    internal Tensor Scaled(Tensor images)
    {
        return (images.dtype == ScalarType.Byte ? images.to(ScalarType.Float32) : Known(images)).sub_(_mean.Value).mul_(_scale.Value).clamp_(_smallest, _largest);
    }

    private Tensor Known(Tensor images)
    {
        using Tensor magnitudes = images.abs(), isKnown = magnitudes.lt(_limit);
        return where(isKnown, images, _mean.Value);
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input)
    {
        (int channels, int height, int width) = _shape.Map;
        string images = _shape.IsInterleaved
            ? graph.Node("Transpose", [Reshaped(graph, input, height, width, channels)], OnnxAttribute.Of("perm", s_channelsFirst))
            : Reshaped(graph, input, channels, height, width);
        string mean = _mean.ToOnnx(graph);
        string isKnown = graph.Node("Less", [graph.Node("Abs", [images]), graph.Constant(FeatureScaling.Limit)]);
        string known = graph.Node("Where", [isKnown, images, mean]);
        string scaled = graph.Node("Mul", [graph.Node("Sub", [known, mean]), _scale.ToOnnx(graph)]);
        return graph.Node("Clip", [scaled, graph.Constant(-Largest), graph.Constant(Largest)]);
    }

    private static string Reshaped(OnnxGraphBuilder graph, string input, params long[] sizes) =>
        graph.Node("Reshape", [input, graph.Constant([-1, .. sizes])]);
}
