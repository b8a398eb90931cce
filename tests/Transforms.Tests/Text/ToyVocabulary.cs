using System.Text;
using Microsoft.ML;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A small vocabulary of each tokenizer, written to files that are gone when the encoding is fitted.</summary>
internal static class ToyVocabulary
{
    internal const string BytePairs = """{"a": 0, "b": 1, "ab": 2, "Ġ": 3, "Ġab": 4, "c": 6}""";
    internal const string Merges = "#version: 0.2\na b\nĠ ab\n";
    internal const string WordPieces = "[PAD]\n[UNK]\nun\n##able\nable\n!\n";

    /// <summary>Every tokenizer, as rows of a test.</summary>
    public static IEnumerable<object[]> Kinds => Enum.GetValues<TokenizerKind>().Select(kind => new object[] { kind });

    /// <summary>The bytes 0 to 255 in their order, then "ab" and " ab".</summary>
    internal static string Tiktoken { get; } = string.Join('\n', Enumerable.Range(0, 256).Select(value => (byte[])[(byte)value])
        .Concat(["ab"u8.ToArray(), " ab"u8.ToArray()])
        .Select((token, rank) => $"{Convert.ToBase64String(token)} {rank}"));

    /// <summary>A model of SentencePiece with the pieces &lt;unk&gt;, &lt;s&gt;, &lt;/s&gt;, ▁hello, ▁world, ▁, h and e.</summary>
    internal static byte[] SentencePieces(bool unigram)
    {
        (string Text, float Score, int Type)[] pieces =
        [
            ("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3), ("▁hello", -1, 1), ("▁world", -2, 1), ("▁", -3, 1), ("h", -4, 1), ("e", -5, 1),
            .. unigram ? [] : ((string, float, int)[])[("l", -6, 1), ("o", -7, 1), ("he", -0.1f, 1), ("ll", -0.2f, 1), ("hell", -0.3f, 1), ("hello", -0.4f, 1)],
        ];
        return ProtoWriter.Write(pieces, (model, all) =>
        {
            foreach ((string Text, float Score, int Type) piece in all)
            {
                model.Message(1, piece, (fields, value) =>
                {
                    fields.String(1, value.Text);
                    fields.Single(2, value.Score);
                    fields.Int64(3, value.Type);
                });
            }
            model.Message(2, unigram, (trainer, isUnigram) =>
            {
                trainer.Int64(3, isUnigram ? 1 : 2);
                trainer.Int64(40, 0);
                trainer.Int64(41, 1);
                trainer.Int64(42, 2);
                trainer.Int64(43, -1);
            });
            model.Message(3, true, (normalizer, isSet) =>
            {
                normalizer.Int64(3, 1);
                normalizer.Int64(4, 1);
                normalizer.Int64(5, 1);
            });
        });
    }

    internal static byte[] Content(TokenizerKind kind) => kind switch
    {
        TokenizerKind.Words => "ab\nun\nhello\n!"u8.ToArray(),
        TokenizerKind.BytePairEncoding => Encoding.UTF8.GetBytes(BytePairs),
        TokenizerKind.WordPiece => Encoding.UTF8.GetBytes(WordPieces),
        TokenizerKind.SentencePiece => SentencePieces(unigram: true),
        _ => Encoding.UTF8.GetBytes(Tiktoken),
    };

    internal static TokenEncodingTransformer Fit(TokenizerKind kind, Func<EncodeTokensOptions, EncodeTokensOptions>? change = null) =>
        Fit(kind, Content(kind), Encoding.UTF8.GetBytes(Merges), change);

    internal static TokenEncodingTransformer Fit(TokenizerKind kind, byte[] vocabulary, byte[]? merges = null, Func<EncodeTokensOptions, EncodeTokensOptions>? change = null)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string vocabularyFile = Path.Combine(folder.FullName, "tokens.vocab");
            string mergesFile = Path.Combine(folder.FullName, "tokens.merges");
            File.WriteAllBytes(vocabularyFile, vocabulary);
            File.WriteAllBytes(mergesFile, merges ?? []);
            EncodeTokensOptions options = new()
            {
                Tokenizer = kind,
                VocabularyFile = vocabularyFile,
                MergesFile = kind == TokenizerKind.BytePairEncoding ? mergesFile : null,
            };
            return ToyText.Fit(change?.Invoke(options) ?? options, "");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
