namespace Samples;

/// <summary>A series of numbers in one or more channels, and its class.</summary>
/// <param name="Label">The name of the class.</param>
/// <param name="Channels">The steps of each channel, of equal number; NaN is missing.</param>
/// <param name="Place">Where the series comes from, to begin a message with.</param>
internal sealed record TimeSeries(string Label, float[][] Channels, string Place)
{
    public int Steps => Channels[0].Length;
}
