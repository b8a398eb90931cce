namespace Samples;

/// <summary>Reads series and their classes from a .ts or a .csv file. All have equally many channels; their lengths may differ.</summary>
internal static class TimeSeriesFile
{
    /// <param name="path">The file.</param>
    /// <param name="layout">What a .csv file does not say about itself.</param>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static TimeSeries[] Read(string path, CsvLayout layout)
    {
        Func<TextLine[], IEnumerable<TimeSeries>> read = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".ts" => TsFormat.Read,
            ".csv" => layout.Read,
            _ => throw new InputException($"The file '{path}' has to end in .ts or .csv."),
        };
        if (!File.Exists(path))
        {
            throw new InputException($"There is no file '{path}'.");
        }
        TextLine[] lines = TextLine.In(path);
        TimeSeries[] series = [.. lines.Length > 0 ? read(lines) : throw new InputException($"The file '{path}' is empty.")];
        return series.Length > 0 ? series : throw new InputException($"The file '{path}' has no series.");
    }
}
