using System.Globalization;

namespace MLNetDeep;

/// <summary>What a sample left behind.</summary>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    /// <summary>Asserts that all went well.</summary>
    internal SampleRun Succeeded()
    {
        Assert.AreEqual("", Error);
        Assert.AreEqual(0, ExitCode, Output);
        return this;
    }

    /// <summary>A number from the row of the table that begins with the trainer's name.</summary>
    internal double Metric(string trainer, int column)
    {
        string row = Output.ReplaceLineEndings("\n").Split('\n').Last(line => line.StartsWith($"{trainer} ", StringComparison.Ordinal));
        string[] cells = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return double.Parse(cells[1 + column], CultureInfo.InvariantCulture);
    }
}
