namespace Samples;

/// <summary>
/// The text form of the UCR and UEA archives: header lines, the last of them @data, then a series per line.
/// Its channels are separated by colons and their steps by commas; behind the last colon stands its class. Lines that begin with # are comments.
/// </summary>
internal sealed class TsFormat
{
    private string[] _classes = [];
    private int? _channelCount;

    private TsFormat(TextLine[] header)
    {
        foreach (TextLine line in header)
        {
            Add(line);
        }
        if (_classes.Length == 0)
        {
            throw header[^1].Error("comes before a line '@classLabel true' with the names of the classes.");
        }
    }

    public static IEnumerable<TimeSeries> Read(TextLine[] lines)
    {
        string file = lines[0].File;
        lines = [.. lines.Where(line => !line.Text.StartsWith('#'))];
        int data = Array.FindIndex(lines, line => line.Text.Equals("@data", StringComparison.OrdinalIgnoreCase));
        return data >= 0
            ? lines[(data + 1)..].Select(new TsFormat(lines[..(data + 1)]).Series)
            : throw new InputException($"The file '{file}' has no line @data.");
    }

    private void Add(TextLine line)
    {
        string[] words = line.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        bool isTrue = words.Length > 1 && bool.TryParse(words[1], out bool value) && value;
        switch (words[0].ToLowerInvariant())
        {
            case "@timestamps" when isTrue: throw line.Error("says that steps have time stamps; only steps of equal distance can be read.");
            case "@classlabel" when isTrue: _classes = words[2..]; break;
            case "@univariate" when isTrue: _channelCount = 1; break;
            case "@dimension" or "@dimensions": _channelCount = int.TryParse(words[^1], out int count) ? count : throw line.Error("has no number of channels."); break;
            case string word when word[0] != '@': throw line.Error("comes before @data and does not begin with @ as header lines do.");
        }
    }

    private TimeSeries Series(TextLine line)
    {
        string[] fields = line.Text.Split(':');
        string label = fields.Length > 1 ? fields[^1].Trim() : "";
        if (label is "" or "?")
        {
            throw line.Error("has no class label behind a last colon.");
        }
        if (!_classes.Contains(label))
        {
            throw line.Error($"ends in '{label}', which is none of the classes of @classLabel: {string.Join(", ", _classes)}.");
        }
        float[][] channels = [.. fields[..^1].Select(field => field.Split(',').Select(line.Parse).ToArray())];
        _channelCount ??= channels.Length; // without @dimensions, by the first series
        if (channels.Length != _channelCount)
        {
            throw line.Error($"has the wrong number of channels: {channels.Length}, not {_channelCount}.");
        }
        return channels.All(channel => channel.Length == channels[0].Length)
            ? new TimeSeries(label, channels, line.Place)
            : throw line.Error($"has channels of different lengths: {string.Join(", ", channels.Select(channel => channel.Length))} steps.");
    }
}
