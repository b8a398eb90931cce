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
        foreach (int size in HiddenLayerSizes ?? [])
        {
            Require.Positive(nameof(HiddenLayerSizes), size);
        }
    }
}
