using System.Text.RegularExpressions;

namespace MLNetDeep.Tests;

/// <summary>The program that puts a service under load, in short; what it measures in so little time says nothing, and is not looked at.</summary>
[TestClass]
public sealed class LoadProgramTests
{
    private static readonly Regex s_row = new(@"^\| 3 × 32 \| (HTTP|in the process) \| \d+ \|( ([\d,]+|NaN) \|){8}( × (\d+\.\d\d|NaN|∞) \|){5}$"); // a machine that is busy may have no time for any request

    [TestMethod]
    public async Task Soak_WithModelsThatComeAndGo_FailsNoRequest()
    {
        FixtureResult result = await FixtureProgram.RunAsync("Load", ["soak", "--seconds", "8", "--swap", "1", "--corrupt", "3", "--width", "32", "--clients", "8"]);
        Assert.AreEqual((0, ""), (result.ExitCode, result.Error), result.Output);
        Assert.Contains("Failed             0\n", result.Output.ReplaceLineEndings("\n"));
        Assert.Contains("Not of one version 0\n", result.Output.ReplaceLineEndings("\n"));
    }

    [TestMethod]
    public async Task Compare_PrintsARowForEachLoad()
    {
        FixtureResult result = await FixtureProgram.RunAsync("Load", ["compare", "--width", "32", "--seconds", "0.3", "--rounds", "1"]);
        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        string[] rows = [.. result.Output.ReplaceLineEndings("\n").Split('\n').Skip(2)];
        Assert.HasCount(6, rows);
        Assert.IsEmpty(rows.Where(row => !s_row.IsMatch(row)), result.Output);
    }

    [TestMethod]
    [DataRow("dotnet run -c Release --project tests/Load -- compare", "")]
    [DataRow("--seconds must be a number above 0, of 3600 at most, not 'x'.", "soak", "--seconds", "x")]
    [DataRow("Unknown option '--size'.", "soak", "--size", "1")]
    public async Task Arguments_ThatCannotBeUsed_AreNamed(string message, params string[] arguments)
    {
        FixtureResult result = await FixtureProgram.RunAsync("Load", arguments);
        Assert.AreEqual(1, result.ExitCode);
        Assert.StartsWith(message, result.Error);
    }
}
