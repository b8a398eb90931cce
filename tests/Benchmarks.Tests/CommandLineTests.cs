namespace MLNetDeep.Benchmarks.Tests;

[TestClass]
public sealed class CommandLineTests
{
    private static readonly string[] s_benchmarks = ["fit", "load"];

    [TestMethod]
    public void Parse_WithoutOptions_RunsAllInFull()
    {
        CommandLine options = CommandLine.Parse([], s_benchmarks);
        Assert.AreSequenceEqual(s_benchmarks, options.Benchmarks);
        Assert.AreEqual(Workload.Full, options.Workload);
    }

    [TestMethod]
    public void Parse_WithAllOptions_DoesWhatTheySay()
    {
        CommandLine options = CommandLine.Parse(["--rounds", "9", "--only", "load", "--quick"], s_benchmarks);
        Assert.AreSequenceEqual(["load"], options.Benchmarks);
        Assert.AreEqual(Workload.Quick with { Rounds = 9 }, options.Workload);
    }

    [TestMethod]
    [DataRow("Unknown option '--fast'. The options are --only fit|load, --rounds <number> and --quick.", "--fast")]
    [DataRow("--only must be one of fit, load, not 'train'.", "--only", "train")]
    [DataRow("--only must be one of fit, load, not ''.", "--only")]
    [DataRow("--rounds must be a whole number of 1 or more, not '0'.", "--rounds", "0")]
    public void Parse_WithAMistake_SaysWhatIsPossible(string message, params string[] arguments)
    {
        FormatException exception = Assert.ThrowsExactly<FormatException>(() => CommandLine.Parse(arguments, s_benchmarks));
        Assert.AreEqual(message, exception.Message);
    }
}
