namespace MLNetDeep;

/// <summary>Each mistake of a user is one line on the error stream.</summary>
[TestClass]
public sealed class TabularErrorsTests : IDisposable
{
    private readonly SampleProgram _tabular = new("Tabular");

    public void Dispose() => _tabular.Dispose();

    [TestMethod]
    [DataRow("--dta x", "Unknown option '--dta'. --help lists the options.")]
    [DataRow("clicks.csv", "Unknown option 'clicks.csv'. --help lists the options.")]
    [DataRow("--epochs many", "--epochs must be a whole number of 1 or more, not 'many'.")]
    [DataRow("--epochs", "--epochs must be a whole number of 1 or more, not ''.")]
    [DataRow("--rows 10", "--rows must be a whole number of 200 or more, not '10'.")]
    [DataRow("--seed -1", "--seed must be a whole number of 0 or more, not '-1'.")]
    [DataRow("--header maybe --data x --label y", "--header must be true or false, not 'maybe'.")]
    [DataRow("--data --label y", "--data needs a value.")]
    [DataRow("--label y", "--label, --test and --header say how to read your own file: name it with --data.")]
    [DataRow("--data x.csv", "--data needs --label: the column to predict, by its name or its index, counted from 0.")]
    [DataRow("--data x.csv --label y --rows 500", "--rows is for generated data and cannot be used with --data.")]
    public Task Option_ThatCannotBeUsed(string arguments, string message) => AssertFails(arguments, message);

    [TestMethod]
    [DataRow("--data absent.csv --label y", "There is no file 'absent.csv'.")]
    [DataRow("--data empty.csv --label y", "The file 'empty.csv' is empty.")]
    [DataRow("--data header.csv --label y", "The file 'header.csv' has a header row and no rows of data.")]
    [DataRow("--data ragged.csv --label 0", "Row 3 of 'ragged.csv' has 3 columns and the first row has 2.")]
    [DataRow("--data few.csv --label y", "'few.csv' has 4 rows with a label; at least 50 are needed.")]
    [DataRow("--data few.csv --label z", "'few.csv' has no column 'z'. It has x, y.")]
    [DataRow("--data few.csv --label 2", "'few.csv' has no column 2: its columns are 0 to 1.")]
    [DataRow("--data numbers.csv --label z", "'numbers.csv' has no column 'z'. It has no header row; name the column by its index, 0 to 1.")]
    [DataRow("--data numbers.csv --label -1", "'numbers.csv' has no column -1: its columns are 0 to 1.")]
    [DataRow("--data same.csv --label y", "All values of the label column 'y' are 'yes': there is nothing to learn.")]
    [DataRow("--data unlabeled.csv --label y", "The label column 'y' has no values.")]
    [DataRow("--data names.csv --label 1", "The label column 'Column1' has 60 different texts in 60 rows: too many to learn as classes.")]
    [DataRow("--data names.csv --label 0", "'names.csv' has no column to predict 'Column0' from.")]
    [DataRow("--data numbers.csv --label 1 --test few.csv", "The label 'y' in 'few.csv' does not occur in 'numbers.csv'.")]
    [DataRow("--data numbers.csv --label 1 --test three.csv", "The columns of 'three.csv' and 'numbers.csv' differ: Column0, Column1, Column2 and Column0, Column1.")]
    [DataRow("--data numbers.csv --label 1 --output few.csv", "--output needs a folder; 'few.csv' is a file.")]
    public Task File_ThatCannotBeUsed(string arguments, string message)
    {
        _tabular.Write("empty.csv", []);
        _tabular.Write("header.csv", ["x,y"]);
        _tabular.Write("ragged.csv", ["1,2", "3,4", "5,6,7"]);
        _tabular.Write("few.csv", ["x,y", "1,yes", "2,no", "3,yes", "4,no"]);
        _tabular.Write("three.csv", ["1,2,3"]);
        _tabular.Write("same.csv", ["x,y", "1,yes", "2,yes"]);
        _tabular.Write("unlabeled.csv", ["x,y", "1,", "2,?"]);
        _tabular.Write("numbers.csv", Enumerable.Range(0, 60).Select(row => $"{row},{row % 2}"));
        _tabular.Write("names.csv", Enumerable.Range(0, 60).Select(row => $"{row},name{row}"));
        return AssertFails(arguments, message);
    }

    private async Task AssertFails(string arguments, string message)
    {
        SampleRun run = await _tabular.Run(arguments.Split(' '));

        Assert.AreEqual(message + Environment.NewLine, run.Error);
        Assert.AreEqual(1, run.ExitCode);
        Assert.DoesNotContain("   at ", run.Output);
        Assert.IsFalse(Directory.Exists(Path.Combine(_tabular.Folder, "output")));
    }
}
