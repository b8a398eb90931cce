namespace MLNetDeep;

/// <summary>Makes what encodes text by the content of vocabulary files, from disk or out of a model.</summary>
internal static class TokenEncoder
{
    /// <exception cref="FormatException">A file is not what the tokenizer needs.</exception>
    internal static ITokenEncoder Of(EncodeTokensOptions options, VocabularyContent vocabulary, VocabularyContent? merges) => options.Tokenizer switch
    {
        TokenizerKind.Words => WordEncoder.Of(vocabulary, options.EffectiveLowerCase),
        TokenizerKind.BytePairEncoding => BytePairVocabulary.Encoder(vocabulary, merges!, options),
        TokenizerKind.WordPiece => WordPieceVocabulary.Encoder(vocabulary, options),
        TokenizerKind.SentencePiece => SentencePieceVocabulary.Encoder(vocabulary, options),
        _ => TiktokenVocabulary.Encoder(vocabulary, options),
    };
}
