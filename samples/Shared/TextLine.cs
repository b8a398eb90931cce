using System.Globalization;

namespace Samples;

/// <summary>A line of a text file that knows where it stands.</summary>
internal sealed record TextLine(string File, int Number, string Text)
{
    public string Place => $"Line {Number} of '{File}'";

    /// <summary>The lines of a file that are not blank.</summary>
    public static TextLine[] In(string file) =>
        [.. System.IO.File.ReadLines(file).Select((text, index) => new TextLine(file, index + 1, text.Trim())).Where(line => line.Text != "")];

    /// <summary>A message about this line.</summary>
    public InputException Error(string problem) => new($"{Place} {problem}");

    /// <summary>A number of this line; NaN for one that is missing.</summary>
    public float Parse(string text) =>
        text.Trim() is "?" ? float.NaN
        : float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && !float.IsInfinity(number) ? number
        : throw Error($"has '{text.Trim()}' where a number is expected, or ? for a missing one.");
}
