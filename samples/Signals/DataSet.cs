namespace Signals;

/// <summary>Series to learn from and series to judge by, all of one shape.</summary>
/// <param name="Train">What the models learn from.</param>
/// <param name="Test">What they are judged by.</param>
/// <param name="Channels">The names of the channels.</param>
internal sealed record DataSet(TimeSeries[] Train, TimeSeries[] Test, IReadOnlyList<string> Channels)
{
    private const int Parts = 5; // of which one is for the test

    public int Steps => Train[0].Steps;

    public string Description =>
        $"{Train.Length + Test.Length} series of {Channels.Count} {(Channels.Count == 1 ? "channel" : "channels")} and {Steps} steps, {Test.Length} of them for the test: {string.Join(", ", Classes(Train))}";

    public static DataSet Of(CommandLine options)
    {
        if (options.Data is null)
        {
            return Split(Machine.Record(options.Series ?? 500, options.Seed), options.Seed, Machine.Channels);
        }
        CsvLayout layout = new(options.Label ?? "0", options.Channels ?? 1);
        TimeSeries[] train = TimeSeriesFile.Read(options.Data, layout);
        TimeSeries[] test = options.Test is null ? [] : TimeSeriesFile.Read(options.Test, layout);
        RequireClasses(options.Data, train, test);
        RequireOneShape([.. train, .. test]);
        string[] channels = [.. train[0].Channels.Select((_, index) => $"channel {index + 1}")];
        return test.Length > 0 ? new DataSet(train, test, channels) : Split(train, options.Seed, channels);
    }

    private static void RequireClasses(string file, TimeSeries[] train, TimeSeries[] test)
    {
        string[] classes = Classes(train);
        if (classes.Length == 1)
        {
            throw new InputException($"All series of '{file}' are of the class '{classes[0]}': there is nothing to learn.");
        }
        if (test.FirstOrDefault(series => !classes.Contains(series.Label)) is TimeSeries unknown)
        {
            throw new InputException($"{unknown.Place} is of the class '{unknown.Label}', which does not occur in '{file}'.");
        }
    }

    private static void RequireOneShape(TimeSeries[] all)
    {
        TimeSeries first = all[0];
        if (all.FirstOrDefault(series => series.Channels.Length != first.Channels.Length) is TimeSeries other)
        {
            throw new InputException($"{other.Place} has {other.Channels.Length} channels, others have {first.Channels.Length}.");
        }
        if (all.FirstOrDefault(series => series.Steps != first.Steps) is TimeSeries odd)
        {
            throw new InputException($"{odd.Place} has {odd.Steps} steps, others have {first.Steps}. Trainers.Cnn takes series of one length; Trainers.Rnn takes series of any length.");
        }
    }

    /// <summary>Takes a fifth of each class for the test, and one series at least.</summary>
    private static DataSet Split(TimeSeries[] all, int seed, IReadOnlyList<string> channels)
    {
        Random random = new(seed);
        random.Shuffle(all);
        TimeSeries[][] classes = [.. all.GroupBy(series => series.Label).Select(group => group.ToArray())];
        if (classes.FirstOrDefault(series => series.Length == 1) is TimeSeries[] single)
        {
            throw new InputException($"{single[0].Place} is the only series of the class '{single[0].Label}': two are needed, one of them for the test. Or name a file for the test with --test.");
        }
        TimeSeries[] train = [.. classes.SelectMany(series => series.Skip(TestCount(series)))], test = [.. classes.SelectMany(series => series.Take(TestCount(series)))];
        random.Shuffle(test); // the first is shown, and need not be of the first class
        return new DataSet(train, test, channels);

        static int TestCount(TimeSeries[] series) => Math.Max(1, series.Length / Parts);
    }

    private static string[] Classes(IEnumerable<TimeSeries> series) => [.. series.Select(one => one.Label).Distinct().Order(StringComparer.Ordinal)];
}
