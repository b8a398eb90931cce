namespace Signals;

/// <summary>Series to learn from and series to judge by, all of one shape.</summary>
/// <param name="Series">The series.</param>
/// <param name="Channels">The names of the channels.</param>
internal sealed record DataSet(TimeSeriesSet Series, IReadOnlyList<string> Channels)
{
    public int Steps => Series.Train[0].Steps;

    public string Description =>
        $"{Series.All.Count()} series of {Channels.Count} {(Channels.Count == 1 ? "channel" : "channels")} and {Steps} steps, {Series.Test.Length} of them for the test: {string.Join(", ", Series.Classes)}";

    public static DataSet Of(CommandLine options)
    {
        if (options.Data is null)
        {
            return new DataSet(new TimeSeriesSet(Machine.Record(options.Series ?? 500, options.Seed), []).WithTest(options.Seed), Machine.Channels);
        }
        TimeSeriesSet series = TimeSeriesSet.Read(options.Data, options.Test, new CsvLayout(options.Label ?? "0", options.Channels ?? 1));
        RequireOneLength(series);
        return new DataSet(series.WithTest(options.Seed), [.. series.Train[0].Channels.Select((_, index) => $"channel {index + 1}")]);
    }

    private static void RequireOneLength(TimeSeriesSet set)
    {
        int steps = set.Train[0].Steps;
        if (set.All.FirstOrDefault(series => series.Steps != steps) is TimeSeries odd)
        {
            throw new InputException($"{odd.Place} has {odd.Steps} steps, others have {steps}. Trainers.Cnn takes series of one length; Trainers.Rnn takes series of any length.");
        }
    }
}
