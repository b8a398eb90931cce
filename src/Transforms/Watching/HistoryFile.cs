using System.Globalization;
using System.Text.Json;

namespace MLNetDeep;

/// <summary>The history of a training in files.</summary>
internal static class HistoryFile
{
    internal static void SaveJson(string path, TrainingHistory history) =>
        WholeFile.Write(path, stream => JsonSerializer.Serialize(stream, history, ModelFile.Json));

    /// <summary>A line for each epoch (RFC 4180).</summary>
    internal static void SaveCsv(string path, TrainingHistory history)
    {
        string[] metrics = [.. history.Epochs.SelectMany(epoch => epoch.Metrics).Select(metric => metric.Name).Distinct()];
        WholeFile.Write(path, stream =>
        {
            using StreamWriter writer = new(stream, leaveOpen: true);
            writer.WriteLine(string.Join(',', metrics.Select(Quoted).Prepend("Epoch,TrainingLoss,ValidationLoss,ValidationMetric,LearningRate,ElapsedSeconds")));
            foreach (EpochReport epoch in history.Epochs)
            {
                writer.WriteLine(Line(epoch, metrics));
            }
        });
    }

    private static string Line(EpochReport epoch, string[] metrics)
    {
        double?[] numbers =
        [
            epoch.Epoch, epoch.TrainingLoss, epoch.ValidationLoss, epoch.ValidationMetric, epoch.LearningRate, epoch.Elapsed.TotalSeconds,
            .. metrics.Select(name => epoch.Metrics.FirstOrDefault(metric => metric.Name == name)?.Value),
        ];
        return string.Join(',', numbers.Select(number => number?.ToString(CultureInfo.InvariantCulture)));
    }

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
