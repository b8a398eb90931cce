using System.Diagnostics;

namespace MLNetDeep.Benchmarks.Tests;

/// <summary>The comparison of trainers on tables, as a user starts it on a file of his own.</summary>
[TestClass]
public sealed class TabularTests
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Benchmarks.exe" : "Benchmarks");

    [TestMethod]
    public async Task File_IsLearnedByEachLearner_AndTheBetterOneRanksFirst()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        await File.WriteAllLinesAsync(file, ["a,b,label", .. Enumerable.Range(0, 300).Select(row => $"{row % 17},{row % 5},{(row % 17 - 8) * (row % 5 - 2)}.5")]); // a product, of which a linear model knows nothing
        try
        {
            (int exitCode, string output, string error) = await RunAsync(
                "--data", file, "--label", "label", "--seeds", "1", "--learners", "Linear", "--mlp", """small={"HiddenLayerSizes":[32],"NumericEmbedding":"PiecewiseLinear"}""");

            Assert.AreEqual((0, ""), (exitCode, error));
            Assert.Contains("| small | R² | 0.9", output);
            Assert.Contains("| small | 1.00 |", output);
            Assert.Contains("| Linear | 2.00 |", output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    [DataRow("Unknown option '--fast'. The options are", "--fast", "1")]
    [DataRow("--data needs --label.", "--data", "x.csv")]
    [DataRow("--learners must be some of Mlp,LightGbm,FastTree,Linear, not 'Tree'.", "--learners", "Tree", "--data", "x.csv", "--label", "y")]
    [DataRow("--seeds must be a whole number of 1 or more.", "--seeds", "0", "--data", "x.csv", "--label", "y")]
    [DataRow("--mlp must be a name, = and options as JSON", "--mlp", "wide={", "--data", "x.csv", "--label", "y")]
    public async Task Arguments_WithAMistake_AreNamed(string message, params string[] arguments)
    {
        (int exitCode, string output, string error) = await RunAsync(arguments);

        Assert.AreEqual((1, ""), (exitCode, output));
        Assert.StartsWith(message, error);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(s_program, ["tabular", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
