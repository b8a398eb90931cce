namespace MLNetDeep;

/// <summary>The options of <c>EncodeTokens</c>, which turns text into the keys of its tokens.</summary>
/// <remarks>Values are checked by <c>Fit</c>, which throws <see cref="ArgumentOutOfRangeException"/> naming the option.</remarks>
public sealed record EncodeTokensOptions
{
    internal const int LargestVocabulary = 1 << 24; // tokens; the largest published ones have about 2^18

    /// <summary>How text is cut into tokens.</summary>
    /// <value>The default is <see cref="TokenizerKind.Words"/>, learned from the data.</value>
    public TokenizerKind Tokenizer { get; init; }

    /// <summary>Whether upper and lower case are one, by the rules of the invariant culture. With <see cref="TokenizerKind.WordPiece"/> accents are then taken off, too, as for BERT's uncased vocabularies.</summary>
    /// <remarks>Programs that run with <c>InvariantGlobalization</c> leave accents on: .NET cannot take them off there.</remarks>
    /// <value>The default is <see langword="null"/>: <see langword="true"/> for <see cref="TokenizerKind.Words"/> and <see cref="TokenizerKind.WordPiece"/>, else <see langword="false"/>.</value>
    public bool? LowerCase { get; init; }

    /// <summary>How often a word has to occur in the training rows to be learned. Rarer ones are unknown.</summary>
    /// <value>Positive. The default is 1. For learned <see cref="TokenizerKind.Words"/> only.</value>
    public int MinimumCount { get; init; } = 1;

    /// <summary>The most words that are learned: the most frequent ones, and of equally frequent ones those that come first in ordinal order.</summary>
    /// <value>1 to 16,777,216. The default is 100,000. For learned <see cref="TokenizerKind.Words"/> only.</value>
    public int MaximumVocabularySize { get; init; } = 100_000;

    /// <summary>The most tokens of a row; those behind them are left out.</summary>
    /// <value>Positive, or <see langword="null"/> for all. The default is <see langword="null"/>.</value>
    public int? MaximumTokens { get; init; }

    /// <summary>The file with the vocabulary. <c>Fit</c> reads it, and the model carries its content.</summary>
    /// <value>
    /// A path, at most 64 MB; <see cref="TokenizerKind"/> says of what. The default is <see langword="null"/>, which only <see cref="TokenizerKind.Words"/> allows: they are then learned.
    /// A saved model keeps the file's name without its folder.
    /// </value>
    public string? VocabularyFile { get; init; }

    /// <summary>The file with the merges of <see cref="TokenizerKind.BytePairEncoding"/>: two tokens in each line, the first merges first.</summary>
    /// <value>A path, at most 64 MB. The default is <see langword="null"/>, as all others need it.</value>
    public string? MergesFile { get; init; }

    /// <summary>Whether the tokens of <see cref="TokenizerKind.BytePairEncoding"/> stand for bytes, as GPT-2 writes them (Ġ is a space), or for characters.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool ByteLevel { get; init; } = true;

    internal bool EffectiveLowerCase => LowerCase ?? Tokenizer is TokenizerKind.Words or TokenizerKind.WordPiece;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its valid range.</exception>
    internal void Check()
    {
        Require.Defined(nameof(Tokenizer), Tokenizer);
        Require.Positive(nameof(MinimumCount), MinimumCount);
        Require.That(MaximumVocabularySize is >= 1 and <= LargestVocabulary, nameof(MaximumVocabularySize), MaximumVocabularySize, "from 1 to 16777216");
        Require.That(MaximumTokens is null or > 0, nameof(MaximumTokens), MaximumTokens, "positive, or null for all");
        Require.That(VocabularyFile is null ? Tokenizer == TokenizerKind.Words : VocabularyFile != "", nameof(VocabularyFile), VocabularyFile, Tokenizer == TokenizerKind.Words
            ? "the path of a file, or null to learn the words"
            : $"the path of a file for {Tokenizer}");
        Require.That(Tokenizer == TokenizerKind.BytePairEncoding ? !string.IsNullOrEmpty(MergesFile) : MergesFile is null, nameof(MergesFile), MergesFile, Tokenizer == TokenizerKind.BytePairEncoding
            ? $"the path of a file for {Tokenizer}"
            : $"null for {Tokenizer}");
    }
}
