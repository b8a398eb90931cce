using MLNetDeep.Onnx;
using MLNetDeep.Text;

namespace MLNetDeep;

/// <summary>What the sequences of a fit are, by the type of their column and the options.</summary>
/// <param name="Form">How a row is a sequence.</param>
/// <param name="Tokens">The tokens that there are beside the unknown one; 0 of numbers.</param>
/// <param name="Steps">The steps of each row, where all have as many; else null.</param>
internal sealed record SequenceShape(SequenceForm Form, int Tokens, int? Steps)
{
    /// <summary>Word vectors that were trained elsewhere, where the options name some.</summary>
    internal WordVectors? Vectors { get; init; }

    /// <summary>Whether each step has a label, and so outputs of its own.</summary>
    internal bool HasStepLabels { get; init; }

    /// <summary>What a model tells of its rows; null where they are plain vectors of one size.</summary>
    internal SequenceKind? Kind => Steps is null ? Form.Kind : null;

    /// <summary>What a model counts: the slots of a row, the numbers of a step, or the tokens.</summary>
    internal int FeatureCount => Form.Kind == SequenceKind.Tokens ? Tokens : (Steps ?? 1) * Form.Width;

    /// <exception cref="ArgumentOutOfRangeException">The column holds no sequences.</exception>
    internal static SequenceShape Of(DataViewSchema.Column features, RnnOptions options) => features.Type switch
    {
        VectorDataViewType { ItemType: KeyDataViewType key } => OfTokens(features, key, options),
        VectorDataViewType { ItemType: NumberDataViewType { RawType: var item } } type when item == typeof(float) => OfNumbers(features, type, options),
        _ => throw SchemaMismatch.Sequence(features.Name, $"{features.Type}"),
    };

    /// <summary>The backbone that the options mean for these rows.</summary>
    internal RnnBackbone Backbone(RnnOptions options) => options.BackboneFor(Form.Kind == SequenceKind.Tokens && !HasStepLabels);

    /// <summary>The options with the numbers of a step or of a token, so that a model knows them; it needs no file of word vectors any more.</summary>
    internal RnnOptions Told(RnnOptions options) => Form.Kind == SequenceKind.Tokens
        ? options with { Backbone = Backbone(options), EmbeddingDimension = Vectors?.Dimension ?? options.EmbeddingDimension, PretrainedEmbeddings = null }
        : options with { FeaturesPerStep = Form.Width };

    /// <summary>Reads the word vectors that the options name, if they do.</summary>
    /// <param name="features">The column of the tokens.</param>
    /// <param name="options">Which file.</param>
    /// <param name="tell">Is told how many tokens have a vector.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column has no tokens, or does not tell their texts.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="FormatException">A line of the file is not what it should be.</exception>
    internal SequenceShape WithVectors(DataViewSchema.Column features, RnnOptions options, Action<string> tell)
    {
        if (options.PretrainedEmbeddings is not string path)
        {
            return this;
        }
        IReadOnlyList<string> tokens = Form.Kind == SequenceKind.Tokens && ClassLabels.Of(features) is { } labels
            ? labels.Values
            : throw SchemaMismatch.Of("feature", features.Name, "keys with their texts, since PretrainedEmbeddings is set", $"{features.Type}", "Make them with mlContext.Transforms.Text.EncodeTokens.");
        WordVectors vectors = WordVectors.Read(path, tokens);
        tell(FormattableString.Invariant($"{vectors.Coverage:P1} of {tokens.Count:N0} tokens have a vector of {vectors.Dimension} numbers in '{Path.GetFileName(path)}'; the others begin at random."));
        return this with { Vectors = vectors };
    }

    private static SequenceShape OfTokens(DataViewSchema.Column features, KeyDataViewType key, RnnOptions options)
    {
        if (options.FeaturesPerStep is not null)
        {
            throw SchemaMismatch.Of("feature", features.Name, "numbers, since FeaturesPerStep is set", $"{features.Type}", "Leave FeaturesPerStep out: a token is a step.");
        }
        if (key.Count >= OnnxValidator.MaximumWidth)
        {
            throw SchemaMismatch.Of("feature", features.Name, $"fewer than {OnnxValidator.MaximumWidth} tokens", $"{key.Count}", "Keep the frequent words, or hash to fewer bits.");
        }
        return new SequenceShape(SequenceForm.Of(features, SequenceKind.Tokens, 1, options), (int)key.Count, Steps: null);
    }

    private static SequenceShape OfNumbers(DataViewSchema.Column features, VectorDataViewType type, RnnOptions options)
    {
        if (options.Backbone == RnnBackbone.Ngrams)
        {
            throw SchemaMismatch.Of("feature", features.Name, "tokens, since Backbone is Ngrams", $"{type}", "Name another backbone for numbers.");
        }
        int width = options.FeaturesPerStep ?? (type.Dimensions is [_, > 0 and var numbers] ? numbers : 1);
        if (type.Size % width != 0)
        {
            throw SchemaMismatch.Of("feature", features.Name, $"a multiple of the {width} numbers of a step", $"{type.Size} slots", "Set FeaturesPerStep to the numbers of a step.");
        }
        SequenceForm form = SequenceForm.Of(features, SequenceKind.Numbers, width, options);
        int steps = type.Size / width;
        return new SequenceShape(form, Tokens: 0, steps > 0 && steps <= form.MaximumLength ? steps : null);
    }
}
