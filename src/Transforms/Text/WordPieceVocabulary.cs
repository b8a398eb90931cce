using Microsoft.ML.Tokenizers;

namespace MLNetDeep;

/// <summary>BERT's pieces of words from a file of one token per line. Its special tokens are not added to a text, nor looked for in it.</summary>
internal static class WordPieceVocabulary
{
    private const string Unknown = "[UNK]";

    /// <exception cref="FormatException">The content is not one token per line, or has no token for what is unknown.</exception>
    internal static SubwordEncoder Encoder(VocabularyContent vocabulary, EncodeTokensOptions options)
    {
        string[] tokens = vocabulary.TokenLines(TokenizerKind.WordPiece);
        int unknown = Array.IndexOf(tokens, Unknown);
        if (unknown < 0)
        {
            throw vocabulary.Error($"'{Unknown}' among the tokens of WordPiece", $"{tokens.Length} others");
        }
        using MemoryStream lines = new(WordEncoder.Write(tokens));
        BertTokenizer tokenizer = BertTokenizer.Create(lines, new BertOptions
        {
            LowerCaseBeforeTokenization = options.EffectiveLowerCase,
            RemoveNonSpacingMarks = options.EffectiveLowerCase,
            SplitOnSpecialTokens = false,
            UnknownToken = Unknown,
            SeparatorToken = Unknown, // these are asked for, and have no use here
            PaddingToken = Unknown,
            ClassificationToken = Unknown,
            MaskingToken = Unknown,
        });
        return new SubwordEncoder(tokenizer, tokens, unknown, lowerCase: false); // it knows which letters
    }
}
