using Microsoft.ML.SearchSpace;

namespace MLNetDeep;

/// <summary>The options of the multilayer perceptron, a fully connected network for tabular features.</summary>
/// <remarks>
/// Features need no normalization: the network learns to fill in missing values (median), to scale robustly (quartiles) and to
/// soften outliers from the training rows, and carries that inside the saved graph.
/// </remarks>
public sealed record MlpOptions : DeepTrainerOptions
{
    /// <summary>The number of units of each hidden layer, from input to output; empty for a linear model.</summary>
    /// <value>Positive numbers. The default is <see langword="null"/>: <see cref="HiddenLayerCount"/> layers of <see cref="HiddenLayerSize"/>.</value>
    public IReadOnlyList<int>? HiddenLayerSizes { get; init; }

    /// <summary>The number of hidden layers, unless <see cref="HiddenLayerSizes"/> names them one by one.</summary>
    /// <value>At least 0. The default is 3.</value>
    [Range(1, 5, 3)]
    public int HiddenLayerCount { get; init; } = 3;

    /// <summary>The number of units of every hidden layer, unless <see cref="HiddenLayerSizes"/> names them one by one.</summary>
    /// <value>Positive. The default is 256.</value>
    [Range(32, 1024, 256, true)]
    public int HiddenLayerSize { get; init; } = 256;

    /// <summary>The activation behind each hidden layer.</summary>
    /// <value>The default is <see cref="Activation.Relu"/>.</value>
    [Choice([nameof(Activation.Relu), nameof(Activation.Gelu), nameof(Activation.Silu), nameof(Activation.Selu), nameof(Activation.Mish), nameof(Activation.Tanh)], nameof(Activation.Relu))]
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The normalization between each hidden layer and its activation.</summary>
    /// <value>The default is <see cref="Normalization.Batch"/>.</value>
    [Choice([nameof(Normalization.None), nameof(Normalization.Batch), nameof(Normalization.Layer)], nameof(Normalization.Batch))]
    public Normalization Normalization { get; init; } = Normalization.Batch;

    /// <summary>The probability of leaving a feature of a row out during training, in [0, 1).</summary>
    /// <value>
    /// The default is <see langword="null"/>: 0 for dense features; for those that are mostly zero whatever leaves about 32 numbers of
    /// a row, at most 0.75, since text has many n-grams for one thing and is soon learned by heart.
    /// </value>
    /// <remarks>Word dropout (Iyyer et al. 2015, ACL). Inactive when scoring.</remarks>
    public double? FeatureDropout { get; init; }

    /// <summary>What the network gets of each number beside the number itself.</summary>
    /// <value>The default is <see cref="NumericEmbedding.None"/>. Features that are mostly zero, as of hashed text, have none in any case.</value>
    [Choice([nameof(NumericEmbedding.None), nameof(NumericEmbedding.PiecewiseLinear)], nameof(NumericEmbedding.None))]
    public NumericEmbedding NumericEmbedding { get; init; }

    /// <summary>The most bins that <see cref="NumericEmbedding.PiecewiseLinear"/> cuts a feature into.</summary>
    /// <value>2 to 1,024. The default is 256; where there are many features, fewer, so that all together have at most 2,048.</value>
    [Range(8, 512, 256, true)]
    public int NumberOfBins { get; init; } = 256;

    /// <summary>k, the number of networks that are trained together and averaged: of probabilities in classification, of numbers in regression.</summary>
    /// <value>1 to 64. The default is 1. Features that are mostly zero, as of hashed text, have one network in any case.</value>
    /// <remarks>
    /// They share most weights, so that a model is hardly larger, but training and scoring take about k times as long (TabM: Gorishniy et al. 2025, arXiv 2410.24210).
    /// </remarks>
    [Range(1, 16, 1, true)]
    public int EnsembleSize { get; init; } = 1;

    /// <summary>What the networks of an ensemble have for themselves.</summary>
    /// <value>The default is <see cref="EnsembleForm.Full"/>. Without consequence for an <see cref="EnsembleSize"/> of 1.</value>
    public EnsembleForm EnsembleForm { get; init; }

    internal IReadOnlyList<int> EffectiveHiddenLayerSizes() =>
        HiddenLayerSizes ?? Enumerable.Repeat(HiddenLayerSize, HiddenLayerCount).ToArray();

    internal override void Check()
    {
        base.Check();
        Require.AtLeast(nameof(HiddenLayerCount), HiddenLayerCount, 0);
        Require.Positive(nameof(HiddenLayerSize), HiddenLayerSize);
        Require.Defined(nameof(Activation), Activation);
        Require.Defined(nameof(Normalization), Normalization);
        Require.Fraction(nameof(FeatureDropout), FeatureDropout ?? 0);
        Require.Defined(nameof(NumericEmbedding), NumericEmbedding);
        Require.That(NumberOfBins is >= 2 and <= 1024, nameof(NumberOfBins), NumberOfBins, "from 2 to 1024");
        Require.That(EnsembleSize is >= 1 and <= 64, nameof(EnsembleSize), EnsembleSize, "from 1 to 64");
        Require.Defined(nameof(EnsembleForm), EnsembleForm);
        foreach (int size in HiddenLayerSizes ?? [])
        {
            Require.Positive(nameof(HiddenLayerSizes), size);
        }
    }
}
