using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class TokenEncodingFileTests
{
    private const int SealStart = 256; // behind ML.NET's header

    private static readonly string[] s_texts = ["ab! hello unable", "", "Un hello", "\uD83D 😀 c"];
    private static readonly string[] s_entries = ["tokens.json", "vocabulary", "merges"];

    private readonly MLContext _ml = new();

    // The files of the vocabularies are gone by then.
    [TestMethod]
    [DynamicData(nameof(ToyVocabulary.Kinds), typeof(ToyVocabulary))]
    public void LoadedModel_GivesTheSameKeysAndTokens(TokenizerKind kind)
    {
        TokenEncodingTransformer model = ToyVocabulary.Fit(kind, options => options with { MaximumTokens = 5 });
        ITransformer loaded = Load(Save(model));
        Assert.AreSequenceEqual(ToyText.Keys(model, s_texts), ToyText.Keys(loaded, s_texts));
        Assert.AreSequenceEqual(ToyText.Tokens(model), ToyText.Tokens(loaded));
    }

    [TestMethod]
    public void LearnedWords_AreSavedAndLoaded()
    {
        TokenEncodingTransformer model = ToyText.Fit(new() { MinimumCount = 1, LowerCase = false }, [.. s_texts, "京 it’s"]);
        ITransformer loaded = Load(Save(model));
        Assert.AreSequenceEqual(ToyText.Keys(model, s_texts), ToyText.Keys(loaded, s_texts));
        Assert.AreSequenceEqual(ToyText.Tokens(model), ToyText.Tokens(loaded));
    }

    [TestMethod]
    public void LoadedModel_SavedAgain_GivesTheSameEntries()
    {
        byte[] first = Save(ToyVocabulary.Fit(TokenizerKind.BytePairEncoding));
        byte[] second = Save(Load(first));
        foreach (string entry in (string[])[.. s_entries, "Model.key"])
        {
            Assert.AreSequenceEqual(ModelZip.Entry(first, entry), ModelZip.Entry(second, entry));
        }
    }

    [TestMethod]
    public void Entries_AreReadableAndTellNoFolder()
    {
        byte[] zip = Save(ToyVocabulary.Fit(TokenizerKind.BytePairEncoding));
        string description = Encoding.UTF8.GetString(ModelZip.Entry(zip, "tokens.json"));
        Assert.Contains("\"VocabularyFile\": \"tokens.vocab\"", description);
        Assert.Contains("\"MergesFile\": \"tokens.merges\"", description);
        Assert.AreEqual(ToyVocabulary.BytePairs, Encoding.UTF8.GetString(ModelZip.Entry(zip, "vocabulary")));
        Assert.AreEqual(ToyVocabulary.Merges, Encoding.UTF8.GetString(ModelZip.Entry(zip, "merges")));
    }

    // A process that names none of our types loads the model, and ML.NET's own transforms take the keys.
    [TestMethod]
    public void Chain_InAnotherProcess_GivesTheSameCountsOfTokens()
    {
        IDataView rows = ToyText.View(s_texts[..3]); // the binary form that rows travel in has no halves of pairs
        byte[][] zips =
        [
            .. Enum.GetValues<TokenizerKind>().Select(kind => Save(ToyVocabulary.Fit(kind)
                .Append(_ml.Transforms.Text.ProduceNgrams("Score", "Keys", ngramLength: 1, useAllLengths: false).Fit(ToyVocabulary.Fit(kind).Transform(rows))))),
        ];
        float[][] expected = [.. zips.Select(zip => Scores.Of(Load(zip), rows))];
        IReadOnlyList<TrialResult> results = ModelTrials.Run(rows, zips);
        foreach ((TrialResult result, float[] scores) in results.Zip(expected))
        {
            Assert.AreEqual(TrialResult.Scored, result.Ended, result.Text);
            Assert.AreSequenceEqual(MemoryMarshal.AsBytes<float>(scores).ToArray(), Convert.FromBase64String(result.Text));
            Assert.IsNotEmpty(scores.Where(score => score > 0));
        }
    }

    [TestMethod]
    public void Entry_DamagedOrMissing_IsNamed()
    {
        byte[] zip = Save(ToyVocabulary.Fit(TokenizerKind.BytePairEncoding));
        Random random = new(5);
        foreach (string entry in s_entries)
        {
            byte[] content = ModelZip.Entry(zip, entry);
            byte[][] damaged =
            [
                .. Enumerable.Range(0, 20).Select(cut => content[..(cut * content.Length / 20)]),
                .. Enumerable.Range(0, 40).Select(_ =>
                {
                    byte[] flipped = [.. content];
                    flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                    return flipped;
                }),
                [.. content, 0],
            ];
            foreach (byte[] other in damaged)
            {
                Assert.Contains($"'{entry}'", Refused(ModelZip.With(zip, entry, other)));
            }
            Assert.AreEqual($"The model file is damaged: it has no entry '{entry}'. Save the model again.", Refused(ModelZip.With(zip, entry, null)));
        }
    }

    // Whoever can change an entry can also seal it anew.
    [TestMethod]
    [DataRow("tokens.json", "null", "The model file is damaged: 'tokens.json' is empty.")]
    [DataRow("tokens.json", "{", "The model file is damaged: 'tokens.json' makes no sense: ")]
    [DataRow("tokens.json", """{"OutputColumnName": "", "InputColumnName": "T", "Options": {}}""", "The model file is damaged: 'tokens.json' makes no sense: OutputColumnName must be a column name")]
    [DataRow("tokens.json", """{"OutputColumnName": "K", "InputColumnName": "T", "Options": {"MaximumTokens": -1}}""", "The model file is damaged: 'tokens.json' makes no sense: MaximumTokens must be positive, or null for all")]
    [DataRow("tokens.json", """{"OutputColumnName": "K", "InputColumnName": "T", "Options": {"Tokenizer": "Tiktoken"}}""", "The model file is damaged: 'tokens.json' makes no sense: VocabularyFile must be the path of a file for Tiktoken")]
    [DataRow("vocabulary", "{}", "The vocabulary 'tokens.vocab' cannot be used: expected a JSON object")]
    [DataRow("merges", "x", "The vocabulary 'tokens.merges' cannot be used: expected two tokens")]
    public void Entry_SealedWithOtherContent_IsRefused(string entry, string content, string message)
    {
        byte[] zip = Save(ToyVocabulary.Fit(TokenizerKind.BytePairEncoding));
        Assert.StartsWith(message, Refused(Sealed(zip, entry, Encoding.UTF8.GetBytes(content))));
    }

    // Under the right seal, in a process that would show a crash, a hang or a flood of memory.
    [TestMethod]
    [DynamicData(nameof(ToyVocabulary.Kinds), typeof(ToyVocabulary))]
    public void Entries_CutOffOrWithFlippedBits_AreAFormatErrorOrEncodeInBoundedMemory(TokenizerKind kind)
    {
        IDataView rows = ToyText.View(s_texts[..3]);
        TokenEncodingTransformer model = ToyVocabulary.Fit(kind);
        byte[] zip = Save(model.Append(_ml.Transforms.Text.ProduceNgrams("Score", "Keys", ngramLength: 1, useAllLengths: false).Fit(model.Transform(rows))));
        Random random = new(8);
        List<byte[]> damaged = [zip];
        foreach (string entry in s_entries.Where(entry => ModelZip.Entry(zip, entry).Length > 0))
        {
            byte[] content = ModelZip.Entry(zip, entry);
            damaged.AddRange(Enumerable.Range(0, 20).Select(cut => Sealed(zip, entry, content[..(cut * content.Length / 20)])));
            damaged.AddRange(Enumerable.Range(0, 80).Select(_ =>
            {
                byte[] flipped = [.. content];
                flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                return Sealed(zip, entry, flipped);
            }));
        }
        IReadOnlyList<TrialResult> results = ModelTrials.Run(rows, damaged);
        Assert.AreEqual(TrialResult.Scored, results[0].Ended, results[0].Text);
        foreach (TrialResult result in results)
        {
            Assert.IsFalse(result.Ended is TrialResult.Crash or TrialResult.Hang, $"{result}");
            Assert.IsFalse(result.Ended.StartsWith("load: ", StringComparison.Ordinal) && result.Ended != TrialResult.Refused, $"{result}");
            Assert.IsLessThan(ModelTrials.MostMegabytes, result.PeakMegabytes);
        }
    }

    [TestMethod]
    public void Seal_OfANewerFormat_IsRefused()
    {
        byte[] zip = Save(ToyVocabulary.Fit(TokenizerKind.Words));
        byte[] key = ModelZip.Entry(zip, "Model.key");
        key[SealStart] = 9;
        Assert.AreEqual("The model file has format 9; this version of MLNetDeep reads up to 1. Update the MLNetDeep.Transforms package.", Refused(ModelZip.With(zip, "Model.key", key)));
    }

    // Zeros pack to a thousandth, so that a small file could ask for much memory.
    [TestMethod]
    [DataRow("tokens.json", 1 << 16)]
    [DataRow("vocabulary", 1 << 26)]
    [DataRow("merges", 1 << 26)]
    public void Entry_TooLong_IsRefusedBeforeItIsRead(string entry, int most)
    {
        byte[] zip = Sealed(Save(ToyVocabulary.Fit(TokenizerKind.BytePairEncoding)), entry, new byte[most + 1]);
        Assert.AreEqual($"The model file is damaged: '{entry}' has {most + 1} bytes where {most} are the most. Save the model again.", Refused(zip));
    }

    private static byte[] Save(ITransformer model)
    {
        using MemoryStream stream = new();
        new MLContext().Model.Save(model, ToyText.View().Schema, stream);
        return stream.ToArray();
    }

    private static ITransformer Load(byte[] zip) => ModelZip.Load(zip);

    private static string Refused(byte[] zip)
    {
        Exception error = Assert.Throws<Exception>(() => Load(zip)).GetBaseException();
        Assert.IsInstanceOfType<FormatException>(error);
        return error.Message;
    }

    /// <summary>Other content in an entry, with the seal that belongs to it.</summary>
    private static byte[] Sealed(byte[] zip, string entry, byte[] content)
    {
        zip = ModelZip.With(zip, entry, content);
        string path = ModelZip.Beside(zip, entry, "Model.key");
        byte[] key = ModelZip.Entry(zip, path);
        using BinaryWriter seal = new(new MemoryStream(key, SealStart, key.Length - SealStart));
        seal.Write(TokenEncodingFile.Format);
        foreach (string name in s_entries)
        {
            ModelFile.WriteSeal(seal, ModelZip.Entry(zip, name));
        }
        return ModelZip.With(zip, path, key);
    }
}
