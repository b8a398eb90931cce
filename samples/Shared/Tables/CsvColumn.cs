using System.Globalization;

namespace Samples;

/// <summary>A column of a text file and what its values have in common.</summary>
internal sealed class CsvColumn(string name, int index)
{
    private const int MaximumDistinctValues = 100_000; // more are not counted

    private readonly Dictionary<string, int> _counts = [];

    public string Name => name;

    public int Index => index;

    /// <summary>Whether all values that are not missing are numbers.</summary>
    public bool IsNumeric { get; private set; } = true;

    public int MissingCount { get; private set; }

    public int KnownCount { get; private set; }

    /// <summary>How often each value occurs, missing ones left out.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Whether the text tells rows apart more than it groups them, as names and dates do.</summary>
    public bool IsNearlyUnique => !IsNumeric && _counts.Count > KnownCount / 2;

    public void Add(string value)
    {
        if (IsMissing(value))
        {
            MissingCount++;
            return;
        }
        KnownCount++;
        IsNumeric = IsNumeric && IsNumber(value);
        if (_counts.Count < MaximumDistinctValues || _counts.ContainsKey(value))
        {
            _counts[value] = _counts.GetValueOrDefault(value) + 1;
        }
    }

    public static bool IsMissing(string value) => value.Trim() is "" or "?" or "NA" or "NaN" or "nan";

    public static bool IsNumber(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
