using System.Text;

namespace MLNetDeep.Tests;

/// <summary>What each tokenizer makes of text.</summary>
[TestClass]
public sealed class TokenizerTests
{
    [TestMethod]
    public void BytePairEncoding_MergesBytesInTheOrderOfTheFile()
    {
        TokenEncodingTransformer model = ToyVocabulary.Fit(TokenizerKind.BytePairEncoding);
        Assert.AreSequenceEqual(["3 5 2 1 7", ""], ToyText.Keys(model, "ab abbac", ""));
        Assert.AreSequenceEqual(["a", "b", "ab", "Ġ", "Ġab", "", "c"], ToyText.Tokens(model));
    }

    [TestMethod]
    public void BytePairEncoding_OfCharacters_HasNoSpaces()
    {
        byte[] vocabulary = Encoding.UTF8.GetBytes("""{"<unk>": 0, "ä": 1, "b": 2, "äb": 3}""");
        TokenEncodingTransformer model = ToyVocabulary.Fit(TokenizerKind.BytePairEncoding, vocabulary, Encoding.UTF8.GetBytes("ä b"), options => options with { ByteLevel = false });
        Assert.AreSequenceEqual(["4 3 0"], ToyText.Keys(model, "äb bx"));
    }

    [TestMethod]
    public void WordPiece_CutsWordsIntoPieces_AndUnknownOnesAreKeyZero()
    {
        TokenEncodingTransformer model = ToyVocabulary.Fit(TokenizerKind.WordPiece);
        Assert.AreSequenceEqual(["3 4 6 0", "3 4", "0 0 0", "", "5"], ToyText.Keys(model, "Unable! xyz", "Ünable", "[SEP]", "", "able"));
        Assert.AreSequenceEqual(["[PAD]", "[UNK]", "un", "##able", "able", "!"], ToyText.Tokens(model));
    }

    [TestMethod]
    [DataRow("un able")]
    [DataRow("un\nable")]
    [DataRow("un\r\n\r\nable")]
    [DataRow("un\table")]
    [DataRow("un\u00A0able")]
    [DataRow("un\u0085able")]
    public void WordPiece_OfWordsInSeveralLines_KeepsThemApart(string text) =>
        Assert.AreSequenceEqual(["3 5"], ToyText.Keys(ToyVocabulary.Fit(TokenizerKind.WordPiece), text));

    [TestMethod]
    public void WordPiece_OfEmoji_IsUnknown() => Assert.AreSequenceEqual(["5 0 5 0"], ToyText.Keys(ToyVocabulary.Fit(TokenizerKind.WordPiece), "able 😀 able able😀"));

    // BERT's vocabularies have these symbols as tokens of their own.
    [TestMethod]
    [DataRow('!', DisplayName = "punctuation")]
    [DataRow('$')]
    [DataRow('+')]
    [DataRow('<')]
    [DataRow('=')]
    [DataRow('>')]
    [DataRow('^')]
    [DataRow('`')]
    [DataRow('|')]
    [DataRow('~')]
    public void WordPiece_OfASymbolOfAscii_IsATokenOfItsOwn(char symbol) => Assert.AreSequenceEqual(
        ["3 4 6 5"], ToyText.Keys(ToyVocabulary.Fit(TokenizerKind.WordPiece, Encoding.UTF8.GetBytes($"[PAD]\n[UNK]\nun\n##able\nable\n{symbol}")), $"unable{symbol}able"));

    [TestMethod]
    public void WordPiece_WithCase_KeepsIt() =>
        Assert.AreSequenceEqual(["0", "3 4", "0"], ToyText.Keys(ToyVocabulary.Fit(TokenizerKind.WordPiece, options => options with { LowerCase = false }), "Unable", "unable", "ünable"));

    [TestMethod]
    public void SentencePiece_OfBothKinds_FindsItsPieces()
    {
        TokenEncodingTransformer unigram = ToyVocabulary.Fit(TokenizerKind.SentencePiece);
        Assert.AreSequenceEqual(["4 5", "", "6 0"], ToyText.Keys(unigram, "hello world", "", "京"));
        Assert.AreSequenceEqual(["<unk>", "<s>", "</s>", "▁hello", "▁world", "▁", "h", "e"], ToyText.Tokens(unigram));
        TokenEncodingTransformer pairs = ToyVocabulary.Fit(TokenizerKind.SentencePiece, ToyVocabulary.SentencePieces(unigram: false));
        Assert.AreSequenceEqual(["4 14", "6 11 0"], ToyText.Keys(pairs, "hello hello".Replace(" ", "", StringComparison.Ordinal), "he京"));
    }

    [TestMethod]
    public void Tiktoken_MergesBytesByRank()
    {
        TokenEncodingTransformer model = ToyVocabulary.Fit(TokenizerKind.Tiktoken);
        Assert.AreSequenceEqual([$"257 258 {'c' + 1}", $"{0xC3 + 1} {0xA4 + 1}"], ToyText.Keys(model, "ab abc", "ä"));
        string[] tokens = ToyText.Tokens(model);
        Assert.AreEqual(" ab", tokens[257]);
        Assert.AreEqual("\uFFFD", tokens[0xC3]);
    }

    [TestMethod]
    [DataRow(TokenizerKind.BytePairEncoding, "AB", "3")]
    [DataRow(TokenizerKind.SentencePiece, "HELLO", "4")]
    [DataRow(TokenizerKind.Tiktoken, "AB", "257")]
    public void LowerCase_IsForAllIfToldSo(TokenizerKind kind, string text, string keys)
    {
        Assert.AreNotEqual(keys, ToyText.Keys(ToyVocabulary.Fit(kind), text)[0]);
        Assert.AreEqual(keys, ToyText.Keys(ToyVocabulary.Fit(kind, options => options with { LowerCase = true }), text)[0]);
    }

    [TestMethod]
    [DynamicData(nameof(ToyVocabulary.Kinds), typeof(ToyVocabulary))]
    public void AnyText_HasKeysOfTheVocabulary(TokenizerKind kind)
    {
        TokenEncodingTransformer model = ToyVocabulary.Fit(kind);
        string[] texts =
        [
            "", " ", "\0", "\n\r\t", "\uD83D", "\uDE00", "ab\uD83Dab", "\uDE00\uD83D", "\uFFFE\uFFFF", "a\u0301\u0301", "😀👩\u200D💻", "\U00020000", "\u202Eab\u202C", "﷽", "İI",
            new string('a', 100_000), new string('\uD83D', 70_000), string.Concat(Enumerable.Repeat("😀", 40_000)), new string(' ', 70_000), new string('!', 70_000),
        ];
        int count = ToyText.Tokens(model).Length;
        string[] keys = ToyText.Keys(model, texts);
        Assert.AreEqual("", keys[0]);
        Assert.IsEmpty(keys.SelectMany(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(key => int.Parse(key, null) > count));
    }

    // Parts end before white space, so that no word is cut.
    [TestMethod]
    [DataRow(TokenizerKind.Words, 1)]
    [DataRow(TokenizerKind.BytePairEncoding, 5)]
    [DataRow(TokenizerKind.WordPiece, 0)]
    [DataRow(TokenizerKind.Tiktoken, 258)]
    public void LongText_HasTheKeysOfItsWords(TokenizerKind kind, int key)
    {
        const int Words = 3 * SubwordEncoder.MaximumLength / 4;
        string text = string.Concat(Enumerable.Repeat(" ab", Words));
        string[] keys = ToyText.Keys(ToyVocabulary.Fit(kind), text)[0].Split(' ');
        Assert.HasCount(Words, keys);
        Assert.IsTrue(keys.All(other => other == $"{key}"));
    }

    [TestMethod]
    [DynamicData(nameof(ToyVocabulary.Kinds), typeof(ToyVocabulary))]
    public void MaximumTokens_KeepsTheFirstOfAllTokenizers(TokenizerKind kind)
    {
        const string Text = "ab! hello unable ab ab hello";
        string[] all = ToyText.Keys(ToyVocabulary.Fit(kind), Text)[0].Split(' ');
        string[] first = ToyText.Keys(ToyVocabulary.Fit(kind, options => options with { MaximumTokens = 3 }), Text)[0].Split(' ');
        Assert.AreSequenceEqual(all[..3], first);
    }

    // What is beyond the first part is not even looked at.
    [TestMethod]
    public void MaximumTokens_BoundsTheWork()
    {
        TokenEncodingTransformer model = ToyVocabulary.Fit(TokenizerKind.Tiktoken, options => options with { MaximumTokens = 2 });
        string text = string.Concat(Enumerable.Repeat(" ab", 5_000_000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.AreSequenceEqual(["258 258"], ToyText.Keys(model, text));
        Assert.IsLessThan(text.Length, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
