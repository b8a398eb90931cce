using System.Buffers;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace MLNetDeep;

/// <summary>BERT's pieces of words from a file of one token per line. Its special tokens are not added to a text, nor looked for in it.</summary>
internal static class WordPieceVocabulary
{
    private const string Unknown = "[UNK]";

    private static readonly SearchValues<char> s_breaks = SearchValues.Create("\t\n\v\f\r\u0085");

    /// <summary>A symbol that BERT takes for punctuation, or a run of anything else but white space.</summary>
    private static readonly PreTokenizer s_words = new RegexPreTokenizer(new Regex(@"[\p{P}$+<=>^`|~]|[^\s\p{P}$+<=>^`|~]+", RegexOptions.CultureInvariant), specialTokens: null);

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
            PreTokenizer = s_words, // the library's leaves out symbols, such as $ and emoji
            UnknownToken = Unknown,
            SeparatorToken = Unknown, // these are asked for, and have no use here
            PaddingToken = Unknown,
            ClassificationToken = Unknown,
            MaskingToken = Unknown,
        });
        return new SubwordEncoder(tokenizer, tokens, unknown, lowerCase: false, WithoutBreaks); // it knows which letters
    }

    /// <summary>The text with spaces for line ends and tabs, which the library takes away, so that it joins the words beside them.</summary>
    private static string WithoutBreaks(string text) => string.Create(text.Length, text, static (units, source) =>
    {
        source.CopyTo(units);
        units.ReplaceAny(s_breaks, ' ');
    });
}
