using Microsoft.ML.SearchSpace;

namespace MLNetDeep;

/// <summary>The options of networks for sequences: of numbers, as sensors give them, or of tokens, as of words.</summary>
/// <remarks>
/// <para>The type of the feature column says what a sequence is. Keys, as by <c>EncodeTokens</c> or by <c>TokenizeIntoWords</c> and
/// <c>MapValueToKey</c>: a token each. A vector of <see cref="float"/> of known size with two dimensions: steps and the numbers of a step. One
/// without dimensions, or of variable size: <see cref="FeaturesPerStep"/> numbers a step.</para>
/// <para>The score of a row does not depend on the lengths of others. A row without steps counts as one of a single unknown step.
/// Numbers need no normalization: the network learns each one's median and quartiles from the training rows and puts the median in place
/// of missing values. The missing keys by which a vector of known size ends are no steps; others are an unknown token.</para>
/// <para>A label column of vectors has a label for each step, and the network predicts one for each: <c>Score</c>, <c>Probability</c> and
/// <c>PredictedLabel</c> are vectors, too, with NaN and missing keys for steps behind <see cref="MaximumLength"/>. Nothing is learned from a step
/// whose label is missing, and from a row with another number of labels than of steps; warnings count both. Loss and metric are means over
/// steps, each with the weight of its row.</para>
/// </remarks>
public sealed record RnnOptions : DeepTrainerOptions
{
    internal const int DefaultMaximumLength = 10_000;
    internal const int DefaultMaximumPairs = 1024; // steps of which each looks at each

    private static readonly RnnOptions s_default = new();

    /// <summary>The numbers of a step, all of which stand side by side; whatever the feature column's type says.</summary>
    /// <value>Positive. The default is <see langword="null"/>: the second dimension of the feature column's type; 1 where that has no dimensions.</value>
    public int? FeaturesPerStep { get; init; }

    /// <summary>The most steps of a sequence that are looked at. A warning counts the longer ones of the training rows.</summary>
    /// <value>1 to 1,000,000; up to 8,192 for <see cref="RnnBackbone.Transformer"/>. The default is <see langword="null"/>: 10,000; 1,024 for <see cref="RnnBackbone.Transformer"/>.</value>
    public int? MaximumLength { get; init; }

    /// <summary>Which steps of a longer sequence are kept.</summary>
    /// <value>The default is <see cref="Truncation.KeepFirst"/>.</value>
    public Truncation Truncation { get; init; }

    /// <summary>What reads the steps.</summary>
    /// <value>
    /// The default is <see cref="RnnBackbone.Automatic"/>: <see cref="RnnBackbone.Ngrams"/> for tokens, and <see cref="RnnBackbone.Lstm"/> for numbers, for a label of each token, and wherever one of
    /// <see cref="LayerCount"/>, <see cref="HiddenSize"/>, <see cref="IsBidirectional"/>, <see cref="Pooling"/>, <see cref="FrontKernelSize"/>, <see cref="EmbeddingDimension"/>,
    /// <see cref="PretrainedEmbeddings"/> and <see cref="HeadCount"/> is set to other than its default.
    /// </value>
    [Choice([nameof(RnnBackbone.Automatic), nameof(RnnBackbone.Lstm), nameof(RnnBackbone.Gru), nameof(RnnBackbone.Convolution), nameof(RnnBackbone.Transformer)], nameof(RnnBackbone.Automatic))]
    public RnnBackbone Backbone { get; init; }

    /// <summary>The most tokens of an n-gram that has weights of its own in <see cref="RnnBackbone.Ngrams"/>.</summary>
    /// <value>1 to 4. The default is 2.</value>
    [Range(1, 3, 2)]
    public int NgramLength { get; init; } = 2;

    /// <summary>The number of layers, one behind the other.</summary>
    /// <value>1 to 8. The default is 1.</value>
    [Range(1, 3, 1)]
    public int LayerCount { get; init; } = 1;

    /// <summary>The outputs of a layer for each step: of each direction, or of each width of kernel.</summary>
    /// <value>1 to 1,048,576; a multiple of <see cref="HeadCount"/> for <see cref="RnnBackbone.Transformer"/>. The default is 128.</value>
    [Choice([32, 64, 128, 256, 512], 128)] // all of which 4 heads divide
    public int HiddenSize { get; init; } = 128;

    /// <summary>Whether recurrent layers read the steps from both ends; the others see both sides anyway.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    [BooleanChoice(true)]
    public bool IsBidirectional { get; init; } = true;

    /// <summary>What is made of the outputs for all steps.</summary>
    /// <value>The default is <see cref="RnnPooling.Max"/>. Where each step has a label, nothing is pooled, and a warning says so of others.</value>
    [Choice([nameof(RnnPooling.Last), nameof(RnnPooling.Mean), nameof(RnnPooling.Max), nameof(RnnPooling.Attention)], nameof(RnnPooling.Max))]
    public RnnPooling Pooling { get; init; } = RnnPooling.Max;

    /// <summary>The steps that a convolution in front of the other layers looks at, with <see cref="HiddenSize"/> outputs; 0 for none.</summary>
    /// <value>0, or odd and at most 255. The default is <see langword="null"/>: 0 for tokens, 7 for numbers.</value>
    public int? FrontKernelSize { get; init; }

    /// <summary>The numbers that stand for a token.</summary>
    /// <value>1 to 4,096. The default is 100.</value>
    [Range(16, 300, 100, true)]
    public int EmbeddingDimension { get; init; } = 100;

    /// <summary>A file of word vectors that were trained elsewhere, in the text format of GloVe or fastText; the tokens that it has begin with them.</summary>
    /// <value>A path, or <see langword="null"/> for none, which is the default. A model holds the vectors, and not the path.</value>
    /// <remarks>The dimension is that of the file. Tokens are compared as they are: those in lower case do not find 'The'.</remarks>
    public string? PretrainedEmbeddings { get; init; }

    /// <summary>The probability of taking a token for an unknown one in training, from which the network learns what to make of words it never saw; in <see cref="RnnBackbone.Ngrams"/>, of leaving a token or n-gram out, and so again with <see cref="DeepTrainerOptions.Dropout"/>.</summary>
    /// <value>In [0, 1). The default is 0.3.</value>
    /// <remarks>Word dropout (Iyyer et al. 2015, ACL; Kiperwasser and Goldberg 2016, TACL). Inactive when scoring.</remarks>
    [Range(0.0, 0.6, 0.3)]
    public double EmbeddingDropout { get; init; } = 0.3;

    /// <summary>The heads of each layer of <see cref="RnnBackbone.Transformer"/>.</summary>
    /// <value>1 to 64. The default is 4.</value>
    public int HeadCount { get; init; } = 4;

    /// <summary>The most steps that are looked at.</summary>
    internal int EffectiveMaximumLength => MaximumLength ?? (Backbone == RnnBackbone.Transformer ? DefaultMaximumPairs : DefaultMaximumLength);

    /// <summary>Whether an option is set that only networks of layers follow.</summary>
    private bool AsksForLayers => Layers(this) != Layers(s_default);

    /// <summary>The backbone that the options mean, where rows are texts with a label each, or where they are not.</summary>
    internal RnnBackbone BackboneFor(bool areLabelledTexts) => Backbone switch
    {
        RnnBackbone.Automatic => areLabelledTexts && !AsksForLayers ? RnnBackbone.Ngrams : RnnBackbone.Lstm,
        RnnBackbone named => named,
    };

    internal override void Check()
    {
        base.Check();
        Require.That(FeaturesPerStep is null or > 0, nameof(FeaturesPerStep), FeaturesPerStep, "positive, or null for what the feature column's type says");
        Require.Defined(nameof(Truncation), Truncation);
        Require.Defined(nameof(Backbone), Backbone);
        Require.That(MaximumLength is null or (>= 1 and <= 1_000_000), nameof(MaximumLength), MaximumLength, "from 1 to 1000000, or null for what suits the backbone");
        Require.That(Backbone != RnnBackbone.Transformer || EffectiveMaximumLength <= 8192, nameof(MaximumLength), MaximumLength, "at most 8192 for Transformer");
        Require.That(LayerCount is >= 1 and <= 8, nameof(LayerCount), LayerCount, "from 1 to 8");
        Require.That(NgramLength is >= 1 and <= 4, nameof(NgramLength), NgramLength, "from 1 to 4");
        Require.That(HiddenSize is >= 1 and <= 1 << 20, nameof(HiddenSize), HiddenSize, "from 1 to 1048576");
        Require.Defined(nameof(Pooling), Pooling);
        Require.That(FrontKernelSize is null or 0 || (FrontKernelSize is >= 1 and <= 255 && FrontKernelSize % 2 == 1), nameof(FrontKernelSize), FrontKernelSize, "0, or odd and at most 255, or null for what suits the steps");
        Require.That(EmbeddingDimension is >= 1 and <= 4096, nameof(EmbeddingDimension), EmbeddingDimension, "from 1 to 4096");
        Require.That(PretrainedEmbeddings != "", nameof(PretrainedEmbeddings), PretrainedEmbeddings, "a path, or null for none");
        Require.That(PretrainedEmbeddings is null || Backbone != RnnBackbone.Ngrams, nameof(PretrainedEmbeddings), PretrainedEmbeddings, "null for Ngrams");
        Require.Fraction(nameof(EmbeddingDropout), EmbeddingDropout);
        Require.That(HeadCount is >= 1 and <= 64, nameof(HeadCount), HeadCount, "from 1 to 64");
        Require.That(Backbone != RnnBackbone.Transformer || HiddenSize % HeadCount == 0, nameof(HiddenSize), HiddenSize, $"a multiple of HeadCount, {HeadCount}, for Transformer");
    }

    private static (int, int, bool, RnnPooling, int?, int, string?, int) Layers(RnnOptions options) => (
        options.LayerCount, options.HiddenSize, options.IsBidirectional, options.Pooling, options.FrontKernelSize, options.EmbeddingDimension, options.PretrainedEmbeddings, options.HeadCount);
}
