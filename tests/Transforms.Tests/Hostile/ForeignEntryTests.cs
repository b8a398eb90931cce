using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>
/// Damage to ML.NET's own entries around ours ends as it does in a model that is ML.NET's alone. The two models have the same
/// featurizers, so most entries are the same bytes and get the same damage; only the last transformer's differ.
/// </summary>
[TestClass]
public sealed class ForeignEntryTests
{
    private const string Last = "TransformerChain/Transform_003/Model.key";

    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly IDataView s_rows = s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(Row.Of));
    private static readonly (byte[] Ours, byte[] Theirs) s_zips = Save();

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void SharedEntry_Damaged_EndsAsWithoutANetwork()
    {
        Random random = new(26);
        List<(byte[] Ours, byte[] Theirs)> damaged = [];
        List<string> entries = [];
        foreach (string entry in SharedEntries())
        {
            byte[] content = ModelZip.Entry(s_zips.Ours, entry);
            foreach (byte[] other in Damages(content, random, flips: 15, cuts: 4))
            {
                damaged.Add((ModelZip.With(s_zips.Ours, entry, other), ModelZip.With(s_zips.Theirs, entry, other)));
                entries.Add(entry);
            }
        }
        IReadOnlyList<TrialResult> ours = ModelTrials.Run(s_rows, [.. damaged.Select(pair => pair.Ours)]);
        IReadOnlyList<TrialResult> theirs = ModelTrials.Run(s_rows, [.. damaged.Select(pair => pair.Theirs)]);
        WriteTable(ours, theirs);
        for (int i = 0; i < ours.Count; i++)
        {
            Assert.AreEqual(theirs[i].Ended, ours[i].Ended, $"Case {i}, {entries[i]}. Theirs: {theirs[i]} Ours: {ours[i]}");
        }
    }

    // The header is ML.NET's, the rest is the trainer's: the weights of a linear model, our seal.
    [TestMethod]
    public void EntryOfTheTransformer_Damaged_EndsInNoOtherWayThanWithoutANetwork()
    {
        Random random = new(27);
        IReadOnlyList<TrialResult> ours = Try(s_zips.Ours), theirs = Try(s_zips.Theirs);
        WriteTable(ours, theirs);
        TrialResult whole = ModelTrials.Run(s_rows, [s_zips.Ours])[0];
        Assert.IsEmpty(ours.Where(result => result.Ended == TrialResult.Scored && result.Text != whole.Text));
        Assert.IsEmpty(ours.Select(result => result.Ended).Except(theirs.Select(result => result.Ended)));

        IReadOnlyList<TrialResult> Try(byte[] zip) => ModelTrials.Run(
            s_rows, [.. Damages(ModelZip.Entry(zip, Last), random, flips: 120, cuts: 12).Select(other => ModelZip.With(zip, Last, other))]);
    }

    private static IEnumerable<byte[]> Damages(byte[] content, Random random, int flips, int cuts)
    {
        for (int flip = 0; flip < flips; flip++)
        {
            byte[] other = [.. content];
            other[random.Next(other.Length)] ^= (byte)(1 << random.Next(8));
            yield return other;
        }
        for (int cut = 0; cut < cuts; cut++)
        {
            yield return content[..(cut * content.Length / cuts)];
        }
    }

    /// <summary>The paths that have the same content in both models.</summary>
    private static string[] SharedEntries()
    {
        using ZipArchive ours = new(new MemoryStream(s_zips.Ours)), theirs = new(new MemoryStream(s_zips.Theirs));
        string[] shared = [.. ours.Entries.Select(entry => entry.FullName).Intersect(theirs.Entries.Select(entry => entry.FullName)).Where(path => path != Last)];
        Assert.IsGreaterThan(10, shared.Length);
        foreach (string path in shared)
        {
            Assert.AreSequenceEqual(ModelZip.Entry(s_zips.Theirs, path), ModelZip.Entry(s_zips.Ours, path));
        }
        return shared;
    }

    private void WriteTable(IReadOnlyList<TrialResult> ours, IReadOnlyList<TrialResult> theirs)
    {
        foreach (string ended in ours.Concat(theirs).Select(result => result.Ended).Distinct().Order(StringComparer.Ordinal))
        {
            TestContext.WriteLine($"{ended}: {ours.Count(result => result.Ended == ended)} ours, {theirs.Count(result => result.Ended == ended)} theirs");
        }
    }

    private static (byte[] Ours, byte[] Theirs) Save()
    {
        TransformerChain<ColumnConcatenatingTransformer> featurizers = s_ml.Transforms.Categorical.OneHotEncoding("Color")
            .Append(s_ml.Transforms.NormalizeMeanVariance("Size"))
            .Append(s_ml.Transforms.Concatenate("Features", "Color", "Size"))
            .Fit(s_rows);
        using DeepTransformer network = ToyModel.Binary();
        return (Save(featurizers.Append(network)),
            Save(featurizers.Append(s_ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(featurizers.Transform(s_rows)))));
    }

    private static byte[] Save(ITransformer model)
    {
        using MemoryStream stream = new();
        s_ml.Model.Save(model, s_rows.Schema, stream);
        return stream.ToArray();
    }

    private sealed class Row
    {
        public string Color { get; init; } = "";

        public float Size { get; init; }

        public bool Label { get; init; }

        internal static Row Of(int number) => new() { Color = number % 2 == 0 ? "red" : "grün", Size = number, Label = number % 3 == 0 };
    }
}
