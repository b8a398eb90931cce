namespace MLNetDeep;

/// <summary>Turns text into keys. Any number of threads may use one.</summary>
internal interface ITokenEncoder
{
    /// <summary>The texts of the tokens by their number, which is one less than their key.</summary>
    IReadOnlyList<string> Tokens { get; }

    /// <summary>Adds the keys of a text's tokens, 0 for what is unknown, until there are as many as may be.</summary>
    /// <param name="text">Any UTF-16 units, well-formed or not.</param>
    /// <param name="maximumTokens">The most keys in the list.</param>
    /// <param name="keys">The list.</param>
    void Encode(ReadOnlySpan<char> text, int maximumTokens, List<uint> keys);
}
