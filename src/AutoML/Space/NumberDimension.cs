using System.Globalization;

namespace MLNetDeep;

/// <summary>A range of numbers, ends included.</summary>
internal sealed class NumberDimension : SearchDimension
{
    private readonly Type _type;
    private readonly bool _isWhole;
    private readonly bool _isLog;
    private readonly double _minimum;
    private readonly double _maximum;

    /// <exception cref="ArgumentException">The option is no number, or the range is empty or has no logarithms.</exception>
    internal NumberDimension(OptionPath path, double minimum, double maximum, bool isLog)
        : base(path)
    {
        _type = Nullable.GetUnderlyingType(path.Type) ?? path.Type;
        _isWhole = _type == typeof(int) || _type == typeof(long);
        _isLog = isLog;
        _minimum = minimum;
        _maximum = maximum;
        if (!_isWhole && _type != typeof(double) && _type != typeof(float))
        {
            throw new ArgumentException($"The option '{path.Name}' is a {path.Type.Name}, and a range is for int, long, float and double. Use a choice.");
        }
        if (!(minimum < maximum) || !double.IsFinite(maximum - minimum) || (isLog && minimum <= 0))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The range of '{path.Name}', {minimum} to {maximum}, must be finite, not empty, and positive where it is logarithmic."));
        }
    }

    internal override int ChoiceCount => 0;

    // A whole number has the places within a half of it, so that the ends are as likely as the others.
    private double Low => Scale(_isWhole ? _minimum - 0.5 : _minimum);

    private double High => Scale(_isWhole ? _maximum + 0.5 : _maximum);

    internal override object ValueAt(double coordinate)
    {
        double scaled = Low + (High - Low) * coordinate;
        double value = _isLog ? Math.Exp(scaled) : scaled;
        return Convert.ChangeType(Math.Clamp(_isWhole ? Math.Round(value) : value, _minimum, _maximum), _type, CultureInfo.InvariantCulture);
    }

    internal override double CoordinateOf(object? value)
    {
        double number = value is null ? double.NaN : Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return number >= _minimum && number <= _maximum ? (Scale(number) - Low) / (High - Low) : double.NaN;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path.Name}: {_minimum:r} to {_maximum:r}{(_isLog ? ", logarithmic" : "")}");

    private double Scale(double value) => _isLog ? Math.Log(value) : value;
}
