using Microsoft.ML;

namespace MLNetDeep.Tests;

/// <summary>Any damage to our entries is an error that says so, or no damage: never a crash, a hang, a flood of memory or another score.</summary>
[TestClass]
public sealed class DamagedEntryTests
{
    private static readonly byte[] s_zip = Save();
    private static readonly IDataView s_rows = ToyRow.View(8);

    // The container is whole: the entry is as long as it says, and has its checksum.
    [TestMethod]
    [DataRow("model.onnx")]
    [DataRow("model.json")]
    public void Content_CutOffOrWithAFlippedBit_IsAFormatErrorThatNamesTheEntry(string entry)
    {
        byte[] content = ModelZip.Entry(s_zip, entry);
        Random random = new(22);
        byte[][] contents =
        [
            .. Enumerable.Range(0, 80).Select(cut => content[..(cut * content.Length / 80)]),
            .. Enumerable.Range(0, 200).Select(_ => Flipped(content, random.Next(content.Length), random.Next(8))),
        ];
        AssertEach(contents.Select(damaged => ModelZip.With(s_zip, entry, damaged)), result => IsRefused(result, $"'{entry}'"));
    }

    [TestMethod]
    public void Seal_WithAFlippedBit_IsAFormatErrorThatNamesWhatIsDamaged()
    {
        byte[] key = ModelZip.Entry(s_zip, "Model.key");
        Random random = new(23);
        int start = ModelZip.SealStart(s_zip);
        IEnumerable<byte[]> keys = Enumerable.Range(0, 100).Select(_ => Flipped(key, start + random.Next(ModelZip.SealLength), random.Next(8)));
        AssertEach(keys.Select(damaged => ModelZip.With(s_zip, "Model.key", damaged)), result => IsRefused(result, "The model file "));
    }

    // ML.NET looks for the end of the entry before we see its middle.
    [TestMethod]
    public void Seal_CutOff_IsAFormatError()
    {
        byte[] key = ModelZip.Entry(s_zip, "Model.key");
        int start = ModelZip.SealStart(s_zip);
        IEnumerable<byte[]> keys = Enumerable.Range(0, 40).Select(cut => key[..(start + (cut * ModelZip.SealLength / 40))]);
        AssertEach(keys.Select(damaged => ModelZip.With(s_zip, "Model.key", damaged)), result => IsRefused(result, ""));
    }

    // As it comes from a disk or over a wire: the entry may not unpack, or unpack to the same.
    [TestMethod]
    [DataRow("model.onnx")]
    [DataRow("model.json")]
    public void PackedBytes_WithAFlippedBit_AreAFormatErrorThatNamesTheEntryOrScoreTheSame(string entry)
    {
        TrialResult whole = ModelTrials.Run(s_rows, [s_zip])[0];
        Assert.AreEqual(TrialResult.Scored, whole.Ended);
        (int start, int length) = ModelZip.CompressedBytes(s_zip, entry).GetOffsetAndLength(s_zip.Length);
        Random random = new(24);
        IEnumerable<byte[]> zips = Enumerable.Range(0, 250).Select(_ => Flipped(s_zip, start + random.Next(length), random.Next(8)));
        AssertEach(zips, result => IsRefused(result, $"'{entry}'") || (result.Ended, result.Text) == (whole.Ended, whole.Text));
    }

    private static void AssertEach(IEnumerable<byte[]> zips, Func<TrialResult, bool> isRight)
    {
        IReadOnlyList<TrialResult> results = ModelTrials.Run(s_rows, [.. zips]);
        for (int i = 0; i < results.Count; i++)
        {
            Assert.IsTrue(isRight(results[i]), $"Case {i}: {results[i]}");
            Assert.IsLessThan(ModelTrials.MostMegabytes, results[i].PeakMegabytes, $"Case {i}: {results[i]}");
        }
    }

    private static bool IsRefused(TrialResult result, string name) =>
        result.Ended == TrialResult.Refused && result.Text.Contains(name, StringComparison.Ordinal);

    private static byte[] Flipped(byte[] bytes, int position, int bit)
    {
        byte[] damaged = [.. bytes];
        damaged[position] ^= (byte)(1 << bit);
        return damaged;
    }

    private static byte[] Save()
    {
        using DeepTransformer transformer = ToyModel.Multiclass();
        return ModelZip.Save(transformer);
    }
}
