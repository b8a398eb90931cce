using System.Text.Json;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class EncodeTokensOptionsTests
{
    private static readonly EncodeTokensOptions s_words = new();
    private static readonly EncodeTokensOptions s_pairs = new() { Tokenizer = TokenizerKind.BytePairEncoding, VocabularyFile = "v", MergesFile = "m" };

    public static IEnumerable<object[]> Accepted => new EncodeTokensOptions[]
    {
        s_words,
        s_words with { MinimumCount = 1 },
        s_words with { MaximumVocabularySize = 1 },
        s_words with { MaximumVocabularySize = 1 << 24 },
        s_words with { MaximumTokens = 1 },
        s_words with { VocabularyFile = "words.txt" },
        s_pairs,
        s_words with { Tokenizer = TokenizerKind.Tiktoken, VocabularyFile = "v" },
    }.Select(options => new object[] { options });

    public static IEnumerable<object?[]> Refused =>
    [
        [s_words with { Tokenizer = (TokenizerKind)9 }, "Tokenizer must be one of Words, BytePairEncoding, WordPiece, SentencePiece, Tiktoken."],
        [s_words with { MinimumCount = 0 }, "MinimumCount must be positive."],
        [s_words with { MaximumVocabularySize = 0 }, "MaximumVocabularySize must be from 1 to 16777216."],
        [s_words with { MaximumVocabularySize = (1 << 24) + 1 }, "MaximumVocabularySize must be from 1 to 16777216."],
        [s_words with { MaximumTokens = 0 }, "MaximumTokens must be positive, or null for all."],
        [s_words with { VocabularyFile = "" }, "VocabularyFile must be the path of a file, or null to learn the words."],
        [s_words with { MergesFile = "m" }, "MergesFile must be null for Words."],
        [s_pairs with { VocabularyFile = null }, "VocabularyFile must be the path of a file for BytePairEncoding."],
        [s_pairs with { MergesFile = null }, "MergesFile must be the path of a file for BytePairEncoding."],
        [s_words with { Tokenizer = TokenizerKind.WordPiece }, "VocabularyFile must be the path of a file for WordPiece."],
    ];

    [TestMethod]
    [DynamicData(nameof(Accepted))]
    public void Check_OfValidOptions_Passes(EncodeTokensOptions options) => options.Check();

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public void Check_OfOthers_NamesTheOption(EncodeTokensOptions options, string message)
    {
        Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(options.Check).Message);
        Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ToyText.Fit(options, "a a")).Message);
    }

    [TestMethod]
    [DataRow(TokenizerKind.Words, null, true)]
    [DataRow(TokenizerKind.WordPiece, null, true)]
    [DataRow(TokenizerKind.BytePairEncoding, null, false)]
    [DataRow(TokenizerKind.SentencePiece, null, false)]
    [DataRow(TokenizerKind.Tiktoken, null, false)]
    [DataRow(TokenizerKind.Words, false, false)]
    [DataRow(TokenizerKind.Tiktoken, true, true)]
    public void LowerCase_IsForWordsUnlessToldOtherwise(TokenizerKind tokenizer, bool? lowerCase, bool expected) =>
        Assert.AreEqual(expected, new EncodeTokensOptions { Tokenizer = tokenizer, LowerCase = lowerCase }.EffectiveLowerCase);

    [TestMethod]
    public void Json_RoundTrips()
    {
        EncodeTokensOptions other = new()
        {
            Tokenizer = TokenizerKind.Tiktoken,
            LowerCase = true,
            MinimumCount = 3,
            MaximumVocabularySize = 4,
            MaximumTokens = 5,
            VocabularyFile = "größe",
            MergesFile = "m",
            ByteLevel = false,
        };
        foreach (EncodeTokensOptions options in (EncodeTokensOptions[])[new(), other])
        {
            string json = JsonSerializer.Serialize(options);
            Assert.AreEqual(options, JsonSerializer.Deserialize<EncodeTokensOptions>(json));
            Assert.AreEqual(options, RecordReader.Read<EncodeTokensOptions>(System.Text.Encoding.UTF8.GetBytes(json)));
        }
        Assert.Contains("\"Tiktoken\"", JsonSerializer.Serialize(other));
        Assert.IsEmpty(typeof(EncodeTokensOptions).GetProperties().Where(property => Equals(property.GetValue(other), property.GetValue(new EncodeTokensOptions()))));
    }
}
