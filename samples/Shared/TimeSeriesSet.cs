namespace Samples;

/// <summary>Series to learn from and series to judge by, of the same classes and channels.</summary>
internal sealed record TimeSeriesSet(TimeSeries[] Train, TimeSeries[] Test)
{
    private const int Parts = 5; // of which one is for the test

    /// <summary>The names of the classes, in order.</summary>
    public string[] Classes => [.. Train.Select(series => series.Label).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>All series.</summary>
    public IEnumerable<TimeSeries> All => Train.Concat(Test);

    /// <summary>Reads the series of one file, and those for the test of another, if there is one.</summary>
    public static TimeSeriesSet Read(string data, string? test, CsvLayout layout)
    {
        TimeSeriesSet set = new(TimeSeriesFile.Read(data, layout), test is null ? [] : TimeSeriesFile.Read(test, layout));
        string[] classes = set.Classes;
        if (classes.Length == 1)
        {
            throw new InputException($"All series of '{data}' are of the class '{classes[0]}': there is nothing to learn.");
        }
        if (set.Test.FirstOrDefault(series => !classes.Contains(series.Label)) is TimeSeries unknown)
        {
            throw new InputException($"{unknown.Place} is of the class '{unknown.Label}', which does not occur in '{data}'.");
        }
        int channels = set.Train[0].Channels.Length;
        return set.All.FirstOrDefault(series => series.Channels.Length != channels) is TimeSeries other
            ? throw new InputException($"{other.Place} has {other.Channels.Length} channels, others have {channels}.")
            : set;
    }

    /// <summary>This, or if it has no series for the test, the same with a fifth of each class for it, and one at least.</summary>
    public TimeSeriesSet WithTest(int seed)
    {
        if (Test.Length > 0)
        {
            return this;
        }
        Random random = new(seed);
        TimeSeries[] all = [.. Train];
        random.Shuffle(all);
        TimeSeries[][] classes = [.. all.GroupBy(series => series.Label).Select(group => group.ToArray())];
        if (classes.FirstOrDefault(series => series.Length == 1) is TimeSeries[] single)
        {
            throw new InputException($"{single[0].Place} is the only series of the class '{single[0].Label}': two are needed, one of them for the test. Or name a file for the test with --test.");
        }
        TimeSeries[] train = [.. classes.SelectMany(series => series.Skip(TestCount(series)))], test = [.. classes.SelectMany(series => series.Take(TestCount(series)))];
        random.Shuffle(test); // the first is shown, and need not be of the first class
        return new TimeSeriesSet(train, test);

        static int TestCount(TimeSeries[] series) => Math.Max(1, series.Length / Parts);
    }
}
