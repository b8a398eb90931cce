using System.Globalization;

namespace MLNetDeep;

/// <summary>The checks of option values: one message form, which names the option, the valid values and the value given.</summary>
internal static class Require
{
    internal static void Positive(string option, long value) => That(value > 0, option, value, "positive");

    internal static void AtLeast(string option, double value, double minimum) =>
        That(value >= minimum && double.IsFinite(value), option, value, string.Create(CultureInfo.InvariantCulture, $"finite and at least {minimum}"));

    /// <summary>Checks that the value is in [0, 1).</summary>
    internal static void Fraction(string option, double value) => That(value is >= 0 and < 1, option, value, "in [0, 1)");

    internal static void PositiveFinite(string option, double value) =>
        That(value > 0 && double.IsFinite(value), option, value, "positive and finite");

    internal static void Name(string option, string? value) => That(!string.IsNullOrEmpty(value), option, value, "a column name");

    internal static void Defined<TEnum>(string option, TEnum value)
        where TEnum : struct, Enum =>
        That(Enum.IsDefined(value), option, value, $"one of {string.Join(", ", Enum.GetNames<TEnum>())}");

    internal static void That(bool holds, string option, object? value, string expectation)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(option, value, $"{option} must be {expectation}.");
        }
    }
}
