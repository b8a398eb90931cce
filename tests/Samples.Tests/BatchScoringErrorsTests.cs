namespace MLNetDeep;

[TestClass]
public sealed class BatchScoringErrorsTests : IDisposable
{
    private readonly SampleProgram _program = new("BatchScoring");

    public void Dispose() => _program.Dispose();

    [TestMethod]
    [DataRow("There is no file 'none.csv'.", "--data", "none.csv")]
    [DataRow("--format must be csv or parquet, not 'xml'.", "--format", "xml")]
    [DataRow("--range must be a whole number from 1 to 10000000, not '0'.", "--range", "0")]
    [DataRow("Unknown option '--size'. --help lists the options.", "--size", "1")]
    [DataRow("There is no model", "--model", "other.zip")]
    public async Task Arguments_ThatCannotBeUsed_AreNamed(string message, string name, string value)
    {
        SampleRun run = await _program.Run(name, value);
        Assert.AreEqual(1, run.ExitCode);
        Assert.StartsWith(message, run.Error);
    }
}
