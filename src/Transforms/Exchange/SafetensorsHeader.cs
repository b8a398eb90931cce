using System.Text.Json;

namespace MLNetDeep;

/// <summary>What a safetensors file says of a tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Begin">Its first byte behind the header.</param>
/// <param name="End">The first byte behind it.</param>
internal sealed record SafetensorsEntry(string Name, SafetensorsType Type, long[] Shape, long Begin, long End);

/// <summary>Reads and checks the header of a safetensors file, which is hostile until then.</summary>
internal static class SafetensorsHeader
{
    private const int MaximumDepth = 4;

    /// <summary>The tensors of a file, in the order of their numbers.</summary>
    /// <param name="header">The text.</param>
    /// <param name="dataLength">How many bytes follow it.</param>
    /// <exception cref="FormatException">The header is not one of such a file.</exception>
    internal static IReadOnlyList<SafetensorsEntry> Read(ReadOnlySpan<byte> header, long dataLength)
    {
        List<SafetensorsEntry> entries = [];
        HashSet<string> names = [];
        try
        {
            Utf8JsonReader json = new(header, new JsonReaderOptions { MaxDepth = MaximumDepth });
            Expect(ref json, JsonTokenType.StartObject);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string name = json.GetString()!;
                if (!names.Add(name))
                {
                    throw Refused($"'{name}' is there twice");
                }
                if (name == "__metadata__")
                {
                    json.Read();
                    json.Skip();
                }
                else
                {
                    entries.Add(Entry(ref json, name));
                }
            }
            ExpectHere(ref json, JsonTokenType.EndObject);
            json.Read(); // refuses whatever follows
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Refused($"its header cannot be understood: {exception.Message}");
        }
        entries.Sort((left, right) => (left.Begin, left.End).CompareTo((right.Begin, right.End)));
        CheckPlaces(entries, dataLength);
        return entries;
    }

    internal static FormatException Refused(string what) => new($"The safetensors file is damaged: {what}. Save it again.");

    private static SafetensorsEntry Entry(ref Utf8JsonReader json, string name)
    {
        string? type = null;
        long[]? shape = null, offsets = null;
        Expect(ref json, JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            switch (json.GetString())
            {
                case "dtype":
                    json.Read();
                    type = json.GetString();
                    break;
                case "shape":
                    shape = Numbers(ref json, name);
                    break;
                case "data_offsets":
                    offsets = Numbers(ref json, name);
                    break;
                default:
                    throw Refused($"'{name}' has a property that the format does not know");
            }
        }
        ExpectHere(ref json, JsonTokenType.EndObject);
        return type is not null && shape is not null && offsets is [long begin, long end]
            ? new SafetensorsEntry(name, SafetensorsType.Named(type, name), shape, begin, end)
            : throw Refused($"'{name}' has not one dtype, shape and pair of data_offsets");
    }

    private static long[] Numbers(ref Utf8JsonReader json, string name)
    {
        const int Most = 16; // dimensions
        List<long> numbers = [];
        Expect(ref json, JsonTokenType.StartArray);
        while (json.Read() && json.TokenType == JsonTokenType.Number)
        {
            if (numbers.Count == Most || !json.TryGetInt64(out long number) || number < 0)
            {
                throw Refused($"'{name}' has more than {Most} dimensions, or one that is no whole number from 0");
            }
            numbers.Add(number);
        }
        ExpectHere(ref json, JsonTokenType.EndArray);
        return [.. numbers];
    }

    /// <summary>Tensors lie behind each other, from the first byte to the last, and each has as many bytes as its shape says.</summary>
    private static void CheckPlaces(List<SafetensorsEntry> entries, long dataLength)
    {
        long at = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin != at || entry.End < entry.Begin || entry.End > dataLength)
            {
                throw Refused($"'{entry.Name}' has the bytes {entry.Begin} to {entry.End} of {dataLength}, where {at} is the next");
            }
            Int128 bytes = entry.Shape.Aggregate((Int128)entry.Type.Bytes, (product, size) => product > dataLength ? product : product * size);
            if (entry.Shape.Contains(0) ? entry.End != entry.Begin : bytes != entry.End - entry.Begin)
            {
                throw Refused($"'{entry.Name}' has {entry.End - entry.Begin} bytes for the shape [{string.Join(", ", entry.Shape)}]");
            }
            at = entry.End;
        }
        if (at != dataLength)
        {
            throw Refused($"{dataLength - at} bytes belong to no tensor");
        }
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type)
    {
        json.Read();
        ExpectHere(ref json, type);
    }

    /// <summary>Checks where the reader stands.</summary>
    private static void ExpectHere(ref Utf8JsonReader json, JsonTokenType type)
    {
        if (json.TokenType != type)
        {
            throw Refused($"its header has {json.TokenType} at byte {json.TokenStartIndex}, where {type} is expected");
        }
    }
}
