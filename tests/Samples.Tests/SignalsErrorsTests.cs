namespace MLNetDeep;

/// <summary>Each mistake of a user is one line on the error stream; those of a single file are those of its reader.</summary>
[TestClass]
public sealed class SignalsErrorsTests : IDisposable
{
    private readonly SampleProgram _signals = new("Signals");

    public void Dispose() => _signals.Dispose();

    [TestMethod]
    [DataRow("--folder x", "Unknown option '--folder'. --help lists the options.")]
    [DataRow("--series 10", "--series must be a whole number from 50 to 1000000, not '10'.")]
    [DataRow("--epochs", "--epochs must be a whole number from 1 to 10000, not ''.")]
    [DataRow("--label 2", "--label and --channels say how to read a .csv file: name it with --data.")]
    [DataRow("--data x.ts --channels 2", "--label and --channels say how to read a .csv file: name it with --data.")]
    [DataRow("--test x.ts", "--test needs --data: the series to learn from.")]
    [DataRow("--data x.ts --series 100", "--series is for vibrations that are made and cannot be used with --data.")]
    [DataRow("--output", "--output needs a folder, not ''.")]
    public Task Option_ThatCannotBeUsed(string arguments, string message) => AssertFails(arguments, message);

    [TestMethod]
    [DataRow("--data absent.ts", "There is no file 'absent.ts'.")]
    [DataRow("--data good.ts --test absent.ts", "There is no file 'absent.ts'.")]
    [DataRow("--data bad.ts", "Line 4 of 'bad.ts' has 'x' where a number is expected, or ? for a missing one.")]
    [DataRow("--data unequal.ts", "Line 5 of 'unequal.ts' has 3 steps, others have 2. Trainers.Cnn takes series of one length; Trainers.Rnn takes series of any length.")]
    [DataRow("--data good.ts --test longer.ts", "Line 3 of 'longer.ts' has 3 steps, others have 2. Trainers.Cnn takes series of one length; Trainers.Rnn takes series of any length.")]
    [DataRow("--data good.ts --test channels.ts", "Line 3 of 'channels.ts' has 2 channels, others have 1.")]
    [DataRow("--data good.ts --test classes.ts", "Line 4 of 'classes.ts' is of the class 'c', which does not occur in 'good.ts'.")]
    [DataRow("--data same.ts", "All series of 'same.ts' are of the class 'a': there is nothing to learn.")]
    [DataRow("--data single.ts", "Line 5 of 'single.ts' is the only series of the class 'b': two are needed, one of them for the test. Or name a file for the test with --test.")]
    [DataRow("--output good.ts", "--output needs a folder, not 'good.ts'.")]
    public Task File_ThatCannotBeUsed(string arguments, string message)
    {
        Write("good.ts", "1,2:a", "3,4:b");
        Write("bad.ts", "1,2:a", "3,x:b");
        Write("unequal.ts", "1,2:a", "3,4:b", "5,6,7:a");
        Write("longer.ts", "1,2,3:a");
        Write("channels.ts", "1,2:3,4:a");
        Write("classes.ts", "1,2:a", "3,4:c");
        Write("same.ts", "1,2:a", "3,4:a");
        Write("single.ts", "1,2:a", "3,4:a", "5,6:b");
        return AssertFails(arguments, message);
    }

    private void Write(string name, params string[] series) => _signals.Write(name, ["@classLabel true a b c", "@data", .. series]);

    private async Task AssertFails(string arguments, string message)
    {
        SampleRun run = await _signals.Run(arguments.Split(' '));

        Assert.AreEqual(message + Environment.NewLine, run.Error);
        Assert.AreEqual(1, run.ExitCode);
        Assert.AreEqual("", run.Output);
        Assert.IsFalse(Directory.Exists(Path.Combine(_signals.Folder, "output")));
    }
}
