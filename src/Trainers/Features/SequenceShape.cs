using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>What the sequences of a fit are, by the type of their column and the options.</summary>
/// <param name="Form">How a row is a sequence.</param>
/// <param name="Tokens">The tokens that there are beside the unknown one; 0 of numbers.</param>
/// <param name="Steps">The steps of each row, where all have as many; else null.</param>
internal sealed record SequenceShape(SequenceForm Form, int Tokens, int? Steps)
{
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

    /// <summary>The options with the numbers of a step, so that a model knows them.</summary>
    internal RnnOptions Told(RnnOptions options) => Form.Kind == SequenceKind.Tokens ? options : options with { FeaturesPerStep = Form.Width };

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
