namespace Text;

/// <summary>Reads texts and their labels from a file with a text, a tab and a label per line.</summary>
internal static class ReviewFile
{
    private static readonly Dictionary<string, bool> s_labels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["1"] = true,
        ["true"] = true,
        ["positive"] = true,
        ["0"] = false,
        ["false"] = false,
        ["negative"] = false,
    };

    /// <exception cref="InputException">The file cannot be read.</exception>
    public static Review[] Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new InputException($"There is no file '{path}'.");
        }
        TextLine[] lines = TextLine.In(path);
        bool hasHeader = lines.Length > 0 && lines[0].Text.EndsWith("\tlabel", StringComparison.OrdinalIgnoreCase);
        Review[] reviews = [.. lines.Skip(hasHeader ? 1 : 0).Select(Review)];
        return reviews.Length > 0 ? reviews : throw new InputException($"The file '{path}' has no texts.");
    }

    private static Review Review(TextLine line)
    {
        string[] fields = line.Text.Split('\t');
        if (fields.Length != 2)
        {
            throw line.Error($"has {fields.Length - 1} tabs; one is needed, between a text and its label.");
        }
        return s_labels.TryGetValue(fields[1].Trim(), out bool label)
            ? new Review(fields[0].Trim(), label)
            : throw line.Error($"has the label '{fields[1]}'; it must be one of {string.Join(", ", s_labels.Keys)}.");
    }
}
