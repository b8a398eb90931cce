namespace Sequences;

/// <summary>Series of any length to learn from and to judge by.</summary>
/// <param name="Series">The series.</param>
/// <param name="Channels">The names of the channels.</param>
internal sealed record DataSet(TimeSeriesSet Series, IReadOnlyList<string> Channels)
{
    public string Description =>
        $"{Series.All.Count()} series of {Channels.Count} {(Channels.Count == 1 ? "channel" : "channels")} and {Series.All.Min(series => series.Steps)} to {Series.All.Max(series => series.Steps)} steps, {Series.Test.Length} of them for the test: {string.Join(", ", Series.Classes)}";

    public static DataSet Of(CommandLine options)
    {
        if (options.Data is null)
        {
            return new DataSet(new TimeSeriesSet(Wearer.Record(options.Series ?? 600, options.Seed), []).WithTest(options.Seed), Wearer.Channels);
        }
        TimeSeriesSet series = TimeSeriesSet.Read(options.Data, options.Test, new CsvLayout()).WithTest(options.Seed);
        return new DataSet(series, [.. series.Train[0].Channels.Select((_, index) => $"channel {index + 1}")]);
    }
}
