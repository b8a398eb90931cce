using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>How <c>EncodeTokens</c> cuts text into tokens.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TokenizerKind>))]
public enum TokenizerKind
{
    /// <summary>Words, which <c>Fit</c> learns from the data, or takes from a file of one word per line.</summary>
    /// <remarks>
    /// A word is a run of letters, digits and combining marks; an apostrophe between two of them belongs to it, and the typographic one (’) counts as the plain one.
    /// Every other visible symbol is a token of its own, and so is every Han ideograph and every kana. White space, control and format characters only separate.
    /// </remarks>
    Words,

    /// <summary>Byte pair encoding (Sennrich et al. 2016, arXiv 1508.07909), from GPT-2's two files: <c>vocab.json</c> and <c>merges.txt</c>.</summary>
    BytePairEncoding,

    /// <summary>BERT's pieces of words (Devlin et al. 2019, arXiv 1810.04805), from a file of one token per line, <c>vocab.txt</c>.</summary>
    WordPiece,

    /// <summary>SentencePiece (Kudo and Richardson 2018, arXiv 1808.06226), from its model file, <c>*.model</c>.</summary>
    SentencePiece,

    /// <summary>Byte pair encoding from a file of tokens in base 64 and their ranks, <c>*.tiktoken</c>. Text is first cut as by GPT-2.</summary>
    Tiktoken,
}
