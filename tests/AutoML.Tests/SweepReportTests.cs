using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.Tests;

/// <summary>The page that tells of a sweep.</summary>
[TestClass]
public sealed class SweepReportTests
{
    private const string Evil = "<script>alert(\"1\")</script> & 'more'";

    private readonly MLContext _ml = new(seed: 1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlnetdeep-report-");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [TestMethod]
    public void Page_TellsOfEachTrial()
    {
        using SweepResult result = Run();
        XElement body = Page(result).Root!.Element("body")!;
        XElement[] charts = [.. body.Elements("svg")], tables = [.. body.Elements("table")];

        Assert.HasCount(result.Leaderboard().Count, charts[0].Elements("circle"));
        Assert.HasCount(2, charts[0].Elements("line")); // that failed
        Assert.Contains($"14 trials: 12 completed, 2 failed.", body.Element("p")!.Value);
        XElement[] leaders = [.. tables[0].Elements("tr").Skip(1)];
        Assert.AreSequenceEqual(result.Leaderboard().Select(trial => $"{trial.Number}"), leaders.Select(row => row.Elements("td").ElementAt(1).Value));
        Assert.AreEqual(result.Best.Metric!.Value.ToString("G6", CultureInfo.InvariantCulture), leaders[0].Elements("td").ElementAt(3).Value);
        Assert.HasCount(result.Leaderboard().Count, charts[1..].SelectMany(chart => chart.Elements("path")));
        Assert.Contains("L2", charts[1].Elements("text").Select(text => text.Value));
        Assert.Contains($"InvalidOperationException: {Evil}", tables[^1].Value);
        string options = leaders.First(row => row.Elements("td").ElementAt(1).Value == "2").Elements("td").Last().Value; // the defaults of the second candidate
        Assert.AreSequenceEqual(["Kind Second", "L2 0.01", "Text none"], options.Split(", ").Order());
    }

    [TestMethod]
    public void Page_HasNoTagOfOthers_AndNeedsNoOtherFile()
    {
        using SweepResult result = Run();
        XDocument page = Page(result);
        Assert.IsEmpty(page.Descendants("script"));
        Assert.IsEmpty(page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "src" or "href" || attribute.Value.Contains("//", StringComparison.Ordinal)));
        Assert.DoesNotContain("url(", page.ToString());
        Assert.Contains(Evil, page.Root!.Value);
    }

    [TestMethod]
    public void Page_TellsOfTheEnsemble_IfThereIsOne()
    {
        using SweepResult result = Run();
        Assert.DoesNotContain("Ensemble", Page(result).Root!.Value);
        Assert.HasCount(1, result.Ensemble.Members);
        Assert.Contains("Ensemble", Page(result).Root!.Value);
    }

    [TestMethod]
    public void Report_ReplacesTheFile_AndLeavesNothingBeside()
    {
        using SweepResult result = Run();
        string path = Path.Combine(_folder.FullName, "report.html");
        File.WriteAllText(path, "old");
        result.SaveReport(path);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path));
        Assert.HasCount(1, _folder.GetFiles());
        Assert.Throws<IOException>(() => result.SaveReport(Path.Combine(_folder.FullName, "absent", "report.html")));
    }

    [TestMethod]
    public void File_ThatCannotBeWrittenToItsEnd_StaysAsItWas()
    {
        string path = Path.Combine(_folder.FullName, "report.html");
        File.WriteAllText(path, "old");
        IEnumerable<string> lines = Enumerable.Range(0, 3).Select(line => line < 2 ? "new" : throw new InvalidDataException());
        Assert.ThrowsExactly<InvalidDataException>(() => WholeFile.Write(path, lines));
        Assert.AreEqual("old", File.ReadAllText(path));
        Assert.HasCount(1, _folder.GetFiles());
    }

    [TestMethod]
    public void Importance_IsThatOfTheOptionThatDecides()
    {
        SearchSpace space = new(typeof(Options));
        SearchPoint[] ranked = [.. Enumerable.Range(0, 40).Select(rank => new SearchPoint(0, [rank / 40.0, rank * 7 % 40 / 40.0, rank * 3 % 2, rank < 20 ? 0 : double.NaN]))];
        IReadOnlyList<(string Option, double Share)> shares = OptionImportance.Of(space, ranked)!;
        Assert.AreSequenceEqual(["Decides", "Switch"], shares.Take(2).Select(share => share.Option));
        Assert.IsGreaterThan(0.9, shares[0].Share);
        Assert.IsInRange(0.6, 0.8, shares[1].Share); // whether it plays a part
        Assert.IsLessThan(0.05, shares[2].Share);
        Assert.IsLessThan(0.05, shares[3].Share);
        Assert.IsNull(OptionImportance.Of(space, ranked[..7]));
    }

    [TestMethod]
    public void Importance_OfEqualGroups_IsZero()
    {
        Assert.AreEqual(0, OptionImportance.Share([1, 1, 1, 1]));
        Assert.AreEqual(0, OptionImportance.Share([1, 2, 3, 4]));
        Assert.AreEqual(0, OptionImportance.Share([1, 2, 2, 1]));
        Assert.IsGreaterThan(0.5, OptionImportance.Share([1, 1, 2, 2]));
    }

    private XDocument Page(SweepResult result)
    {
        string path = Path.Combine(_folder.FullName, "page.html");
        result.SaveReport(path);
        return XDocument.Parse(File.ReadAllText(path)); // well-formed, too
    }

    private SweepResult Run()
    {
        int trial = 0;
        return _ml.BinaryClassification.Sweep(ToySweep.Rows(_ml), new SweepOptions { MaximumTrials = 14 })
            .Add(Evil, (ToySweep.LinearOptions options) => ToySweep.Features(_ml)
                .Append(new CountingEstimator(_ml.Transforms.CopyColumns("Copy", "A"), () =>
                {
                    if (++trial is 3 or 5)
                    {
                        throw new InvalidOperationException(Evil);
                    }
                }))
                .Append(ToySweep.Linear(_ml, options)))
            .Add("other", (OfAllKinds options) => ToySweep.Features(_ml).Append(ToySweep.Linear(_ml, new ToySweep.LinearOptions { L2 = options.L2 })), space => space.Choice(options => options.Text, null, "a"))
            .Run();
    }

    internal sealed record OfAllKinds
    {
        [Range(1e-4f, 1f, true)]
        public float L2 { get; init; } = 0.01f;

        [Choice("First", "Second")]
        public TestFunction.Kind Kind { get; init; } = TestFunction.Kind.Second;

        public string? Text { get; init; }
    }

    internal sealed class Options
    {
        [Range(0.0, 1.0)]
        public double Decides { get; set; }

        [Range(0.0, 1.0)]
        public double Nothing { get; set; }

        [BooleanChoice]
        public bool Neither { get; set; }

        [BooleanChoice]
        public bool Switch { get; set; }
    }
}
