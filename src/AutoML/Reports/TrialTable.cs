using System.Globalization;
using System.Text.Json;

namespace MLNetDeep;

/// <summary>The trials of a sweep as text with commas, a line each (RFC 4180).</summary>
internal static class TrialTable
{
    internal static IEnumerable<string> Of(string metric, IEnumerable<SweepTrial> trials) =>
        trials.Select(Line).Prepend($"Number,Candidate,State,{metric},Epochs,StartedSeconds,Seconds,Reason,Options");

    private static string Line(SweepTrial trial) => string.Join(',', new object?[]
    {
        trial.Number, trial.Candidate, trial.State, trial.Metric, trial.Epochs, trial.Started.TotalSeconds, trial.Duration.TotalSeconds, trial.Reason,
        JsonSerializer.Serialize(trial.Options, trial.Options.GetType()),
    }.Select(value => Quoted(Convert.ToString(value, CultureInfo.InvariantCulture)!)));

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
