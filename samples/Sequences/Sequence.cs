namespace Sequences;

/// <summary>A series as a row of ML.NET, of any length.</summary>
internal sealed class Sequence
{
    /// <summary>The numbers of the first step, one of each channel, then those of the second, and so on.</summary>
    public float[] Features { get; init; } = [];

    public string Kind { get; init; } = "";

    public static Sequence Of(TimeSeries series) => new()
    {
        Features = [.. Enumerable.Range(0, series.Steps).SelectMany(step => series.Channels.Select(channel => channel[step]))],
        Kind = series.Label,
    };
}
