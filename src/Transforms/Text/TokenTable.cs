namespace MLNetDeep;

/// <summary>The texts of tokens by their number, for vocabularies that number their tokens themselves.</summary>
internal static class TokenTable
{
    /// <summary>The numbers that a vocabulary may skip: enough for special tokens that are numbered apart, and little memory.</summary>
    private const int MaximumGap = 1 << 16;

    /// <summary>Puts tokens in the order of their numbers; the text of a number that is skipped is empty.</summary>
    /// <exception cref="FormatException">There is none, a number is negative, far too large, or that of two tokens.</exception>
    internal static string[] Of(IReadOnlyCollection<KeyValuePair<string, int>> tokens, VocabularyContent vocabulary, string expected)
    {
        if (tokens.Count == 0)
        {
            throw vocabulary.Error(expected, "no token");
        }
        int limit = Math.Min(tokens.Count + MaximumGap, EncodeTokensOptions.LargestVocabulary);
        string?[] texts = new string?[Math.Clamp(1L + tokens.Max(token => token.Value), 1, limit)];
        foreach ((string text, int number) in tokens)
        {
            if (number < 0 || number >= texts.Length || texts[number] is not null)
            {
                throw vocabulary.Error(expected, $"the number {number} for '{text}'{(number >= 0 && number < texts.Length ? $" and '{texts[number]}'" : "")}");
            }
            texts[number] = text;
        }
        return [.. texts.Select(text => text ?? "")];
    }
}
