using System.Globalization;

namespace MLNetDeep;

[TestClass]
public sealed class SweepTests : IDisposable
{
    private readonly SampleProgram _sweep = new("Sweep");

    public void Dispose() => _sweep.Dispose();

    [TestMethod]
    public async Task WithoutData_FamiliesCompete_AndTheBestIsSaved()
    {
        SampleRun run = (await _sweep.Run("--rows", "2000", "--trials", "6", "--seconds", "60")).Succeeded();

        foreach (string family in (string[])["mlp", "lightgbm", "fasttree", "linear"])
        {
            Assert.Contains($"  {family} ", run.Output);
        }
        Assert.Contains("Leaderboard by AreaUnderRocCurve of 6 trials", run.Output);
        Assert.IsGreaterThan(0.6, double.Parse(Line(run, "Best ")[1].TrimEnd(','), CultureInfo.InvariantCulture), run.Output); // 0.5 is chance
        AssertSaved(run, "best.zip", "trials.csv", "report.html");
        Assert.HasCount(7, File.ReadAllLines(Path.Combine(_sweep.Folder, "output", "trials.csv")));
    }

    [TestMethod]
    public async Task Ensemble_OfManyTrials_IsSavedToo()
    {
        SampleRun run = (await _sweep.Run("--rows", "1500", "--trials", "14", "--only", "linear,fasttree", "--output", "models")).Succeeded();

        Assert.StartsWith("0.", Line(run, "Ensemble ")[1]);
        Assert.IsTrue(File.Exists(Path.Combine(_sweep.Folder, "models", "ensemble.zip")));
    }

    [TestMethod]
    [DataRow("shapes.csv", "shape", "MicroAccuracy", 0.5)] // a third is chance
    [DataRow("sums.csv", "2", "RSquared", 0.5)] // 0 is the mean
    public async Task File_OfTheUser_IsSweptByTheMetricOfItsTask(string file, string label, string metric, double least)
    {
        _sweep.Write("shapes.csv", ToyFiles.Shapes(rows: 600));
        _sweep.Write("sums.csv", ToyFiles.Sums(rows: 600));

        SampleRun run = (await _sweep.Run("--data", file, "--label", label, "--trials", "5", "--parallel", "1")).Succeeded();

        Assert.Contains($"Leaderboard by {metric} of 5 trials", run.Output);
        Assert.IsGreaterThan(least, double.Parse(Line(run, "Best ")[1], CultureInfo.InvariantCulture), run.Output);
        AssertSaved(run, "best.zip", "trials.csv", "report.html");
    }

    [TestMethod]
    public async Task Store_LetsASearchGoOn()
    {
        string[] arguments = ["--rows", "500", "--only", "linear", "--store", "sweep.db", "--trials"];
        (await _sweep.Run([.. arguments, "3"])).Succeeded();
        SampleRun second = (await _sweep.Run([.. arguments, "5"])).Succeeded();

        Assert.Contains("of 5 trials", second.Output);
        Assert.HasCount(2, second.Output.Split('\n').Where(line => line.Contains(" linear ", StringComparison.Ordinal) && line.Contains(" best ", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("--dta x", "Unknown option '--dta'. --help lists the options.")]
    [DataRow("--seconds 0", "--seconds must be a whole number from 1 to 1000000, not '0'.")]
    [DataRow("--only mlp,svm", "--only must be some of mlp, lightgbm, fasttree, linear, with commas, not 'mlp,svm'.")]
    [DataRow("--label y", "--data and --label belong together: your file, and the column to predict, by its name or its index, counted from 0.")]
    [DataRow("--data absent.csv --label y", "There is no file 'absent.csv'.")]
    [DataRow("--store", "--store needs a value.")]
    public async Task Mistakes_AreNamed(string arguments, string message)
    {
        SampleRun run = await _sweep.Run(arguments.Split(' '));

        Assert.AreEqual(message + Environment.NewLine, run.Error);
        Assert.AreEqual(1, run.ExitCode);
        Assert.IsFalse(Directory.Exists(Path.Combine(_sweep.Folder, "output")));
    }

    [TestMethod]
    public async Task Help_ListsTheOptions()
    {
        SampleRun run = (await _sweep.Run("--help")).Succeeded();

        foreach (string option in (string[])["--data", "--label", "--rows", "--seconds", "--trials", "--only", "--parallel", "--store", "--seed", "--output"])
        {
            Assert.Contains(option, run.Output);
        }
    }

    private void AssertSaved(SampleRun run, params string[] files)
    {
        foreach (string file in files)
        {
            Assert.Contains($"Saved      {Path.Combine(_sweep.Folder, "output", file)}", run.Output);
            Assert.IsTrue(File.Exists(Path.Combine(_sweep.Folder, "output", file)), file);
        }
    }

    /// <summary>The words of the line that begins so.</summary>
    private static string[] Line(SampleRun run, string start) =>
        run.Output.ReplaceLineEndings("\n").Split('\n').Last(line => line.StartsWith(start, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
