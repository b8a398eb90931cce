namespace MLNetDeep;

/// <summary>Each mistake of a user is one line on the error stream.</summary>
[TestClass]
public sealed class TextErrorsTests : IDisposable
{
    private readonly SampleProgram _text = new("Text");

    public void Dispose() => _text.Dispose();

    [TestMethod]
    [DataRow("--folder x", "Unknown option '--folder'. --help lists the options.")]
    [DataRow("--reviews 10", "--reviews must be a whole number from 200 to 1000000, not '10'.")]
    [DataRow("--epochs", "--epochs must be a whole number from 1 to 10000, not ''.")]
    [DataRow("--test x.tsv", "--test needs --data: the texts to learn from.")]
    [DataRow("--data x.tsv --reviews 200", "--reviews is for reviews that are made up and cannot be used with --data.")]
    [DataRow("--output good.tsv", "--output needs a folder, not 'good.tsv'.")]
    [DataRow("--data absent.tsv", "There is no file 'absent.tsv'.")]
    [DataRow("--data good.tsv --test absent.tsv", "There is no file 'absent.tsv'.")]
    [DataRow("--data empty.tsv", "The file 'empty.tsv' has no texts.")]
    [DataRow("--data comma.tsv", "Line 2 of 'comma.tsv' has 0 tabs; one is needed, between a text and its label.")]
    [DataRow("--data stars.tsv", "Line 1 of 'stars.tsv' has the label '5'; it must be one of 1, true, positive, 0, false, negative.")]
    [DataRow("--data same.tsv --test good.tsv", "All 2 texts to learn from are positive. Both kinds are needed.")]
    [DataRow("--data good.tsv --test same.tsv", "All 2 texts to judge by are positive. Both kinds are needed.")]
    [DataRow("--data good.tsv", "0 texts to judge by are too few: a fifth of --data. Give more, or name a file with --test.")]
    public async Task Mistake_IsNamed(string arguments, string message)
    {
        _text.Write("good.tsv", ["fine\t1", "poor\t0"]);
        _text.Write("empty.tsv", ["sentence\tlabel", ""]);
        _text.Write("comma.tsv", ["fine\t1", "poor,0"]);
        _text.Write("stars.tsv", ["fine\t5"]);
        _text.Write("same.tsv", ["fine\tpositive", "nice\tTRUE"]);

        SampleRun run = await _text.Run(arguments.Split(' '));

        Assert.AreEqual(message + Environment.NewLine, run.Error);
        Assert.AreEqual(1, run.ExitCode);
        Assert.AreEqual("", run.Output);
        Assert.IsFalse(Directory.Exists(Path.Combine(_text.Folder, "output")));
    }
}
