namespace MLNetDeep;

/// <summary>Transforms that prepare text for deep networks, as verbs on ML.NET's catalog.</summary>
public static class DeepTextCatalog
{
    /// <summary>Turns text into the keys of its tokens, in their order: a vector of variable size.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column of keys to add. <c>MapKeyToValue</c> makes them the texts of the tokens again.</param>
    /// <param name="inputColumnName">The column of text; <see langword="null"/> for one of the same name.</param>
    /// <param name="options">How; checked by <c>Fit</c>. <see langword="null"/> for words that are learned from the data.</param>
    /// <remarks>
    /// <para>Token <c>i</c> of the vocabulary has the key <c>i</c> + 1. Key 0, ML.NET's missing key, stands for whatever is not in the vocabulary. Text that is empty or missing has no keys.</para>
    /// <para>The model file carries the vocabulary, and a program that loads it needs no other file.</para>
    /// </remarks>
    public static TokenEncodingEstimator EncodeTokens(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null, EncodeTokensOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        return MLNetInternals.Explain(
            () => new TokenEncodingEstimator(CatalogUtils.GetEnvironment(catalog), outputColumnName, inputColumnName ?? outputColumnName, options ?? new EncodeTokensOptions()),
            MLNetInternals.Check);
    }
}
