namespace MLNetDeep;

/// <summary>All that is known of a fitted encoding beside its vocabulary; the content of <c>tokens.json</c>.</summary>
internal sealed record TokenEncodingDescription
{
    public required string OutputColumnName { get; init; }

    public required string InputColumnName { get; init; }

    /// <summary>The options, with the names of files instead of their paths.</summary>
    public required EncodeTokensOptions Options { get; init; }
}
