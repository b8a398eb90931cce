using System.Globalization;
using System.Linq.Expressions;

namespace MLNetDeep;

/// <summary>What a sweep varies in the options of a candidate: those with ML.NET's search attributes, and what is said here.</summary>
/// <typeparam name="TOptions">The options; any class or record with a parameterless constructor.</typeparam>
/// <remarks>What is said of an option replaces what was known of it. An option without attribute that is not named here keeps its default.</remarks>
public sealed class SweepSpace<TOptions>
    where TOptions : class, new()
{
    internal SweepSpace()
    {
    }

    internal SearchSpace Space { get; } = new(typeof(TOptions));

    /// <summary>Searches a range of numbers.</summary>
    /// <param name="option">Names the option, as <c>options => options.LearningRate</c>.</param>
    /// <param name="minimum">The smallest value.</param>
    /// <param name="maximum">The largest value.</param>
    /// <param name="logarithmic">Whether magnitudes rather than values are equally likely.</param>
    /// <exception cref="ArgumentException">The option is no number, or the range is empty or, on a logarithmic scale, not positive.</exception>
    public SweepSpace<TOptions> Range<TValue>(Expression<Func<TOptions, TValue>> option, TValue minimum, TValue maximum, bool logarithmic = false)
    {
        Space.Search(new NumberDimension(OptionPath.Of(option), Number(minimum), Number(maximum), logarithmic));
        return this;
    }

    /// <summary>Searches among some values.</summary>
    /// <param name="option">Names the option, as <c>options => options.Activation</c>.</param>
    /// <param name="values">The values, each once.</param>
    /// <exception cref="ArgumentException">There is no value, or one is there twice.</exception>
    public SweepSpace<TOptions> Choice<TValue>(Expression<Func<TOptions, TValue>> option, params IReadOnlyList<TValue> values)
    {
        Space.Search(new ChoiceDimension(OptionPath.Of(option), [.. values.Select(value => (object?)value)]));
        return this;
    }

    /// <summary>Searches no longer, and gives the option one value.</summary>
    /// <param name="option">Names the option.</param>
    /// <param name="value">Its value in every trial.</param>
    public SweepSpace<TOptions> Fix<TValue>(Expression<Func<TOptions, TValue>> option, TValue value)
    {
        Space.Fix(OptionPath.Of(option), value);
        return this;
    }

    /// <summary>Searches an option only where a choice has one of some values; elsewhere it keeps its default.</summary>
    /// <param name="option">Names the option that depends.</param>
    /// <param name="choice">Names the choice on which it depends.</param>
    /// <param name="values">The values of the choice for which the option is searched.</param>
    /// <exception cref="ArgumentException">One of them is not searched, or the choice has not these values.</exception>
    public SweepSpace<TOptions> OnlyIf<TValue, TChoice>(
        Expression<Func<TOptions, TValue>> option, Expression<Func<TOptions, TChoice>> choice, params IReadOnlyList<TChoice> values)
    {
        Space.Restrict(OptionPath.Of(option), OptionPath.Of(choice), values.Select(value => (object?)value));
        return this;
    }

    private static double Number<TValue>(TValue value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
