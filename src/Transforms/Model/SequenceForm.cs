namespace MLNetDeep;

/// <summary>How rows of features are sequences: what a step is, and which steps count.</summary>
/// <param name="Column">The name of the column that they are in.</param>
/// <param name="Kind">What a step is.</param>
/// <param name="Width">The numbers of a step; of tokens 1.</param>
/// <param name="MaximumLength">The most steps that are looked at.</param>
/// <param name="Truncation">Which ones.</param>
/// <param name="EndsWithPadding">Whether missing keys at the end are no steps, since rows have a known size.</param>
internal sealed record SequenceForm(string Column, SequenceKind Kind, int Width, int MaximumLength, Truncation Truncation, bool EndsWithPadding)
{
    /// <summary>The form of rows for a model; <see langword="null"/> if its rows have one length.</summary>
    internal static SequenceForm? Of(ModelDescription model, DataViewSchema.Column features) =>
        model is { Sequence: { } kind, Options: RnnOptions options } ? Of(features, kind, model.FeatureCount, options) : null;

    /// <summary>The form of rows of a column.</summary>
    /// <param name="features">The column.</param>
    /// <param name="kind">What a step is.</param>
    /// <param name="numbersPerStep">The numbers of a step; of tokens, any.</param>
    /// <param name="options">Which steps count.</param>
    internal static SequenceForm Of(DataViewSchema.Column features, SequenceKind kind, int numbersPerStep, RnnOptions options) => Of(kind, numbersPerStep, options) with
    {
        Column = features.Name,
        EndsWithPadding = kind == SequenceKind.Tokens && features.Type is VectorDataViewType { IsKnownSize: true },
    };

    /// <summary>The form of rows as they are given, from no column.</summary>
    /// <inheritdoc cref="Of(DataViewSchema.Column, SequenceKind, int, RnnOptions)" path="/param"/>
    internal static SequenceForm Of(SequenceKind kind, int numbersPerStep, RnnOptions options) => new(
        options.FeatureColumnName,
        kind,
        kind == SequenceKind.Tokens ? 1 : numbersPerStep,
        options.EffectiveMaximumLength,
        options.Truncation,
        EndsWithPadding: false);

    /// <summary>Which steps of a row count.</summary>
    /// <param name="row">Numbers, those of a step side by side, or tokens.</param>
    /// <exception cref="InvalidOperationException">The last step is cut off.</exception>
    internal KeptSteps Kept(in VBuffer<float> row)
    {
        if (row.Length % Width != 0)
        {
            throw new InvalidOperationException(
                $"Feature column '{Column}' gave a vector of {row.Length} slots, which is no multiple of the {Width} numbers of a step. Give each row whole steps, or set {nameof(RnnOptions.FeaturesPerStep)}.");
        }
        int steps = row.Length / Width;
        return Kept(steps, EndsWithPadding ? WithoutPadding(row) : steps);
    }

    /// <summary>Which steps of a row count.</summary>
    /// <param name="slots">The steps that its vector has room for.</param>
    /// <param name="length">The steps that it has.</param>
    internal KeptSteps Kept(int slots, int length)
    {
        int count = Math.Min(length, MaximumLength);
        return new KeptSteps(slots, length, Truncation == Truncation.KeepLast ? length - count : 0, count);
    }

    /// <summary>Reads the steps of a row that count; of a row without steps, one that is missing.</summary>
    /// <param name="row">Numbers, those of a step side by side, or tokens.</param>
    /// <param name="buffer">Takes them; grows where it is too short.</param>
    /// <param name="kept">Which ones they are.</param>
    /// <returns>Whole steps, at least one.</returns>
    /// <exception cref="InvalidOperationException">The last step is cut off.</exception>
    internal ReadOnlySpan<float> Steps(in VBuffer<float> row, ref float[] buffer, out KeptSteps kept)
    {
        kept = Kept(row);
        if (buffer.Length < Math.Max(row.Length, Width))
        {
            buffer = new float[Math.Max(Math.Max(row.Length, Width), 2 * buffer.Length)];
        }
        row.CopyTo(buffer);
        if (kept.Count == 0)
        {
            buffer.AsSpan(0, Width).Fill(Kind == SequenceKind.Tokens ? 0 : float.NaN);
            return buffer.AsSpan(0, Width);
        }
        return buffer.AsSpan(kept.First * Width, kept.Count * Width);
    }

    private static int WithoutPadding(in VBuffer<float> tokens)
    {
        int last = tokens.GetValues().LastIndexOfAnyExcept(0f);
        return tokens.IsDense || last < 0 ? last + 1 : tokens.GetIndices()[last] + 1;
    }
}
