using Microsoft.ML.Tokenizers;

namespace MLNetDeep;

/// <summary>Encodes text by one of the tokenizers of Microsoft.ML.Tokenizers.</summary>
/// <param name="tokenizer">The tokenizer; it adds no token at the beginning or the end.</param>
/// <param name="tokens">The texts of its tokens.</param>
/// <param name="unknown">The number of the token that stands for what is unknown; <see langword="null"/> if there is none.</param>
/// <param name="lowerCase">Whether text becomes lower case first.</param>
/// <param name="prepare">What else is done to text first.</param>
internal sealed class SubwordEncoder(
    Tokenizer tokenizer, IReadOnlyList<string> tokens, int? unknown, bool lowerCase, Func<string, string>? prepare = null) : ITokenEncoder
{
    /// <summary>The most UTF-16 units that a tokenizer gets at once, since it takes some times their memory and returns all tokens, however few are wanted.</summary>
    internal const int MaximumLength = 1 << 16;

    public IReadOnlyList<string> Tokens => tokens;

    public void Encode(ReadOnlySpan<char> text, int maximumTokens, List<uint> keys)
    {
        while (!text.IsEmpty && keys.Count < maximumTokens)
        {
            int length = LengthOfPart(text);
            foreach (int id in tokenizer.EncodeToIds(WellFormed(text[..length])).Take(maximumTokens - keys.Count))
            {
                keys.Add(id >= 0 && id < tokens.Count && id != unknown ? (uint)id + 1 : 0);
            }
            text = text[length..];
        }
    }

    /// <summary>All of the text, or what stands before the last white space of what is allowed; without any, as much as leaves no half of a pair.</summary>
    private static int LengthOfPart(ReadOnlySpan<char> text)
    {
        if (text.Length <= MaximumLength)
        {
            return text.Length;
        }
        for (int end = MaximumLength; end > 0; end--)
        {
            if (char.IsWhiteSpace(text[end]))
            {
                return end;
            }
        }
        return char.IsHighSurrogate(text[MaximumLength - 1]) ? MaximumLength - 1 : MaximumLength;
    }

    /// <summary>The text without what makes <see cref="string.Normalize()"/> throw, which tokenizers call: halves of pairs, and U+FFFE.</summary>
    private string WellFormed(ReadOnlySpan<char> text)
    {
        string wellFormed = string.Create(text.Length, text, static (units, source) =>
        {
            source.CopyTo(units);
            for (int i = 0; i < units.Length; i++)
            {
                if (char.IsHighSurrogate(units[i]) && i + 1 < units.Length && char.IsLowSurrogate(units[i + 1]))
                {
                    i++;
                }
                else if (char.IsSurrogate(units[i]) || units[i] == '\uFFFE')
                {
                    units[i] = '\uFFFD';
                }
            }
        });
        string prepared = prepare?.Invoke(wellFormed) ?? wellFormed;
        return lowerCase ? prepared.ToLowerInvariant() : prepared;
    }
}
