using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Normalizes each unit over the rows of a batch, each channel also over its places; by running averages when scoring (Ioffe and Szegedy 2015, arXiv 1502.03167).</summary>
internal sealed class BatchNormalizationLayer : ILayer
{
    internal const double Epsilon = 1e-5; // LibTorch's default
    internal const double Momentum = 0.1; // the share of a new batch in the running averages

    private readonly Weight _scale;
    private readonly Weight _bias;
    private readonly Weight _mean;
    private readonly Weight _variance;

    internal BatchNormalizationLayer(string name, int units)
    {
        _scale = new Weight($"{name}.weight", ones(units), WeightGroup.Free);
        _bias = new Weight($"{name}.bias", zeros(units), WeightGroup.Free);
        _mean = new Weight($"{name}.running_mean", zeros(units), WeightGroup.Computed);
        _variance = new Weight($"{name}.running_var", ones(units), WeightGroup.Computed);
    }

    public IReadOnlyList<Weight> Weights => [_scale, _bias, _mean, _variance];

    /// <summary>The scale of each unit.</summary>
    internal Tensor Scale => _scale.Value;

    /// <summary>What is added to each unit.</summary>
    internal Tensor Bias => _bias.Value;

    /// <summary>Whether it normalizes by its running averages, in training too.</summary>
    internal bool IsFrozen => _scale.IsFrozen;

    public Tensor Forward(Tensor input, bool training)
    {
        bool useBatch = training && !IsFrozen && input.numel() > input.size(1); // one value has no variance
        return nn.functional.batch_norm(input, _mean.Value, _variance.Value, _scale.Value, _bias.Value, useBatch, Momentum, Epsilon);
    }

    /// <summary>Lets the running averages follow the moments of a batch; they are on the CPU.</summary>
    internal void Follow(ChannelMoments moments)
    {
        Span<float> means = _mean.Value.Elements<float>(), variances = _variance.Value.Elements<float>();
        for (int unit = 0; unit < means.Length; unit++)
        {
            means[unit] = (float)((1 - Momentum) * means[unit] + Momentum * moments.Means[unit]);
            variances[unit] = (float)((1 - Momentum) * variances[unit] + Momentum * moments.Squares[unit] / (moments.Count - 1)); // of the rows that it stands for
        }
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input) => graph.Node(
        "BatchNormalization",
        [input, _scale.ToOnnx(graph), _bias.ToOnnx(graph), _mean.ToOnnx(graph), _variance.ToOnnx(graph)],
        OnnxAttribute.Of("epsilon", (float)Epsilon));
}
