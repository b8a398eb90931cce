using System.Globalization;

namespace MLNetDeep;

/// <summary>The value of an option, short enough to stand beside others.</summary>
internal static class OptionText
{
    internal static string Of(object? value) => value switch
    {
        null => "none",
        double or float => string.Create(CultureInfo.InvariantCulture, $"{value:G3}"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
