namespace Samples;

/// <summary>How a row of a .csv file is a series: a column has its class, the others its steps, channel after channel.</summary>
/// <param name="LabelColumn">The column of the class, by its index, counted from 0, or by its name: then the first row names the columns.</param>
/// <param name="ChannelCount">The channels that the numbers of a row are divided into.</param>
internal sealed record CsvLayout(string LabelColumn = "0", int ChannelCount = 1)
{
    public IEnumerable<TimeSeries> Read(TextLine[] lines)
    {
        if (int.TryParse(LabelColumn, out int index))
        {
            return lines.Select(line => Series(line, index));
        }
        string[] names = Fields(lines[0]);
        int named = Array.IndexOf(names, LabelColumn);
        return named >= 0
            ? lines.Skip(1).Select(line => Series(line, named))
            : throw lines[0].Error($"names no column '{LabelColumn}'. It names {string.Join(", ", names)}.");
    }

    private TimeSeries Series(TextLine line, int labelIndex)
    {
        string[] fields = Fields(line);
        if (labelIndex < 0 || labelIndex >= fields.Length)
        {
            throw line.Error($"has no column {labelIndex}: its columns are 0 to {fields.Length - 1}.");
        }
        if (fields[labelIndex] is "" or "?")
        {
            throw line.Error($"has no class label in column {labelIndex}.");
        }
        float[] numbers = [.. fields.Where((_, index) => index != labelIndex).Select(line.Parse)];
        return numbers.Length > 0 && numbers.Length % ChannelCount == 0
            ? new TimeSeries(fields[labelIndex], [.. numbers.Chunk(numbers.Length / ChannelCount)], line.Place)
            : throw line.Error($"has {numbers.Length} numbers and needs a multiple of {ChannelCount}, the number of channels.");
    }

    private static string[] Fields(TextLine line) => [.. line.Text.Split(',').Select(field => field.Trim(' ', '\t', '"'))];
}
