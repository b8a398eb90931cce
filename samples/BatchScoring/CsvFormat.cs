using System.Globalization;

namespace BatchScoring;

/// <summary>Text, with a header; a number is read back as the very same.</summary>
internal sealed class CsvFormat : IScoreFormat
{
    public string Extension => ".csv";

    public async Task Write(Stream file, long firstRow, IReadOnlyList<ScoreColumn> columns, int count)
    {
        await using StreamWriter writer = new(file, leaveOpen: true);
        await writer.WriteLineAsync(string.Join(',', columns.Select(column => Quoted(column.Name)).Prepend("Row")));
        for (int index = 0; index < count; index++)
        {
            writer.Write(firstRow + index);
            foreach (ScoreColumn column in columns)
            {
                writer.Write(',');
                writer.Write(Text(column.Values, index));
            }
            writer.WriteLine();
        }
    }

    private static string Text(Array values, int index) => values switch
    {
        float[] numbers => numbers[index].ToString("R", CultureInfo.InvariantCulture),
        bool[] truths => truths[index] ? "true" : "false",
        string[] texts => Quoted(texts[index]),
        _ => throw new NotSupportedException($"{values.GetType()}"),
    };

    private static string Quoted(string text) => text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
}
