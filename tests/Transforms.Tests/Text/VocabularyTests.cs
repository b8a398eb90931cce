using System.Text;

namespace MLNetDeep.Tests;

/// <summary>Files that are not what a tokenizer needs: one error, which names the file and what was expected.</summary>
[TestClass]
public sealed class VocabularyTests
{
    private const string Pairs = "a JSON object of tokens and their numbers, each once";
    private const string MergedPairs = "two tokens of the vocabulary per line, which together are a third";
    private const string Ranks = "a token in base 64, a space and its rank per line, each token once and each byte a token";
    private const string Pieces = "a model file of SentencePiece, unigram or BPE";

    [TestMethod]
    [DataRow(TokenizerKind.Words, "", "one token of Words per line", "0 lines")]
    [DataRow(TokenizerKind.Words, "a\n\nb", "one token of Words per line", "an empty line 2")]
    [DataRow(TokenizerKind.Words, "a\nb\na", "one token of Words per line", "'a' once more in line 3")]
    [DataRow(TokenizerKind.WordPiece, "a\nb", "'[UNK]' among the tokens of WordPiece", "2 others")]
    [DataRow(TokenizerKind.WordPiece, "[UNK]\n[UNK]", "one token of WordPiece per line", "'[UNK]' once more in line 2")]
    [DataRow(TokenizerKind.BytePairEncoding, "", Pairs, "something else at byte 0")]
    [DataRow(TokenizerKind.BytePairEncoding, "[1]", Pairs, "something else at byte 0")]
    [DataRow(TokenizerKind.BytePairEncoding, "{}", Pairs, "no token")]
    [DataRow(TokenizerKind.BytePairEncoding, """{"a": 0, "b": {"c": 1}}""", Pairs, null)]
    [DataRow(TokenizerKind.BytePairEncoding, """{"a": 0, "b": "1"}""", Pairs, "something else for 'b' at byte 14")]
    [DataRow(TokenizerKind.BytePairEncoding, """{"a": 0, "a": 1}""", Pairs, "something else for 'a' at byte 14")]
    [DataRow(TokenizerKind.BytePairEncoding, """{"a": 1e9}""", Pairs, "something else for 'a' at byte 6")]
    [DataRow(TokenizerKind.BytePairEncoding, """{"a": 0, "b": 0}""", Pairs, "the number 0 for 'b' and 'a'")]
    [DataRow(TokenizerKind.BytePairEncoding, """{"a": -1}""", Pairs, "the number -1 for 'a'")]
    [DataRow(TokenizerKind.BytePairEncoding, """{"a": 2147483647}""", Pairs, "the number 2147483647 for 'a'")]
    [DataRow(TokenizerKind.BytePairEncoding, """{"a": 1000000}""", Pairs, "the number 1000000 for 'a'")]
    [DataRow(TokenizerKind.BytePairEncoding, """{"a": 0} {}""", Pairs, null)]
    [DataRow(TokenizerKind.BytePairEncoding, """{"\uD800": 0}""", Pairs, null)]
    [DataRow(TokenizerKind.Tiktoken, "", Ranks, "none for byte 0")]
    [DataRow(TokenizerKind.Tiktoken, "Capacity: 2000000000\n", Ranks, "'Capacity: 2000000000' in line 1")]
    [DataRow(TokenizerKind.Tiktoken, "YQ== 1\n\n%%% 2", Ranks, "'%%% 2' in line 3")]
    [DataRow(TokenizerKind.Tiktoken, "YQ== 1\nYQ== 2", Ranks, "'YQ== 2' in line 2")]
    [DataRow(TokenizerKind.Tiktoken, "YQ== -1", Ranks, "'YQ== -1' in line 1")]
    [DataRow(TokenizerKind.Tiktoken, "YQ==", Ranks, "'YQ==' in line 1")]
    [DataRow(TokenizerKind.SentencePiece, "", Pieces, null)]
    [DataRow(TokenizerKind.SentencePiece, "a\nb", Pieces, null)]
    public void Vocabulary_OfOtherContent_IsRefused(TokenizerKind kind, string content, string expected, string? got)
    {
        FormatException error = Assert.ThrowsExactly<FormatException>(() => ToyVocabulary.Fit(kind, Encoding.UTF8.GetBytes(content)));
        Assert.StartsWith($"The vocabulary 'tokens.vocab' cannot be used: expected {expected}, got {got}", error.Message);
    }

    [TestMethod]
    [DataRow("a", "'a' in line 1")]
    [DataRow("a b\na b", "'a b' in line 2")]
    [DataRow("a b\na b c", "'a b c' in line 2")]
    [DataRow("b a", "'b a' in line 1")]
    [DataRow("a x", "'a x' in line 1")]
    [DataRow("a b\n#version: 0.2", "'#version: 0.2' in line 2")]
    public void Merges_OfOtherContent_AreRefused(string content, string got)
    {
        FormatException error = Assert.ThrowsExactly<FormatException>(
            () => ToyVocabulary.Fit(TokenizerKind.BytePairEncoding, ToyVocabulary.Content(TokenizerKind.BytePairEncoding), Encoding.UTF8.GetBytes(content)));
        Assert.AreEqual($"The vocabulary 'tokens.merges' cannot be used: expected {MergedPairs}, got {got}.", error.Message);
    }

    [TestMethod]
    [DataRow(TokenizerKind.Words)]
    [DataRow(TokenizerKind.WordPiece)]
    [DataRow(TokenizerKind.Tiktoken)]
    public void Text_ThatIsNoUtf8_IsRefused(TokenizerKind kind) => Assert.Contains(
        ", in UTF-8, got other bytes at 1.", Assert.ThrowsExactly<FormatException>(() => ToyVocabulary.Fit(kind, [(byte)'a', 0xFF, (byte)'\n'])).Message);

    [TestMethod]
    [DynamicData(nameof(ToyVocabulary.Kinds), typeof(ToyVocabulary))]
    public void Content_CutOffOrChanged_IsRefusedOrWorks(TokenizerKind kind)
    {
        byte[] whole = ToyVocabulary.Content(kind);
        Random random = new(3);
        byte[][] contents =
        [
            .. Enumerable.Range(0, 40).Select(cut => whole[..(cut * whole.Length / 40)]),
            .. Enumerable.Range(0, 200).Select(_ =>
            {
                byte[] changed = [.. whole];
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
                return changed;
            }),
        ];
        foreach (byte[] content in contents)
        {
            try
            {
                ToyText.Keys(ToyVocabulary.Fit(kind, content, Encoding.UTF8.GetBytes(ToyVocabulary.Merges)), "hello ab unable! 京", "");
            }
            catch (FormatException error)
            {
                Assert.StartsWith("The vocabulary 'tokens.", error.Message);
            }
        }
    }

    [TestMethod]
    public void File_ThatIsMissing_IsNamed()
    {
        EncodeTokensOptions options = new() { VocabularyFile = "no/such/file" };
        Assert.AreEqual("VocabularyFile 'no/such/file' does not exist.", Assert.ThrowsExactly<FileNotFoundException>(() => ToyText.Fit(options, "")).Message);
    }

    [TestMethod]
    public void File_ThatIsTooLarge_IsNotRead()
    {
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = File.OpenWrite(path))
            {
                file.SetLength((1 << 26) + 1);
            }
            FormatException error = Assert.ThrowsExactly<FormatException>(() => ToyText.Fit(new() { VocabularyFile = path }, ""));
            Assert.AreEqual($"VocabularyFile '{path}' has 67108865 bytes; expected at most 67108864.", error.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void Words_InAFileOfAnotherSystem_AreTheSame() =>
        Assert.AreSequenceEqual(["a", "b"], ToyText.Tokens(ToyVocabulary.Fit(TokenizerKind.Words, Encoding.UTF8.GetBytes("\uFEFFa\r\nb\r\n"))));
}
