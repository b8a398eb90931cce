using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace MLNetDeep;

/// <summary>HTML or SVG. Whatever is put into its text by interpolation is encoded, unless it is markup itself, so that no value can become a tag.</summary>
[InterpolatedStringHandler]
internal sealed class Markup
{
    private readonly StringBuilder _text;

    public Markup(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (8 * formattedCount));

    private Markup(StringBuilder text) => _text = text;

    internal static Markup Empty { get; } = new(new StringBuilder());

    /// <summary>Parts, a line each.</summary>
    internal static Markup Lines(IEnumerable<Markup> parts) => new(new StringBuilder().AppendJoin('\n', parts));

    /// <summary>Called by the compiler for what stands in the source.</summary>
    public void AppendLiteral(string text) => _text.Append(text);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted(Markup markup) => _text.Append(markup._text);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value, string? format) =>
        _text.Append(WebUtility.HtmlEncode(value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString()));

    public override string ToString() => _text.ToString();
}
