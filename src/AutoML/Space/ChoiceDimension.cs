using System.Text.Json;

namespace MLNetDeep;

/// <summary>Some values of which one is chosen, in no order.</summary>
internal sealed class ChoiceDimension : SearchDimension
{
    private readonly IReadOnlyList<object?> _values;

    /// <exception cref="ArgumentException">There are no values, or one is there twice.</exception>
    internal ChoiceDimension(OptionPath path, IReadOnlyList<object?> values)
        : base(path)
    {
        _values = values;
        if (values.Count == 0 || values.Distinct().Count() < values.Count)
        {
            throw new ArgumentException($"The choice of '{path.Name}' must have values, each of them once.");
        }
    }

    internal override int ChoiceCount => _values.Count;

    internal override object? ValueAt(double coordinate) => _values[(int)coordinate];

    internal override double CoordinateOf(object? value)
    {
        for (int index = 0; index < _values.Count; index++)
        {
            if (Equals(_values[index], value))
            {
                return index;
            }
        }
        return double.NaN;
    }

    public override string ToString() => $"{Path.Name}: {JsonSerializer.Serialize(_values)}";
}
