using System.Globalization;
using System.Reflection;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep;

/// <summary>The options of a candidate that a sweep varies, read from ML.NET's attributes and changed by the caller.</summary>
/// <param name="type">A class or record with a public parameterless constructor.</param>
internal sealed class SearchSpace(Type type)
{
    private readonly List<SearchDimension> _dimensions = [.. FromAttributes(type, [])];
    private readonly List<(OptionPath Path, object? Value)> _fixed = [];

    /// <summary>In an order in which a choice comes before what depends on it.</summary>
    internal IReadOnlyList<SearchDimension> Dimensions => _dimensions;

    /// <summary>What is searched and what is fixed, as text.</summary>
    internal string Text => string.Join('\n', _dimensions.Select(dimension => $"{dimension}{ConditionText(dimension)}").Concat(_fixed.Select(option => $"{option.Path.Name} = {option.Value}")));

    internal void Search(SearchDimension dimension)
    {
        Forget(dimension.Path.Name);
        _dimensions.Add(dimension);
    }

    internal void Fix(OptionPath path, object? value)
    {
        Forget(path.Name);
        _fixed.Add((path, value));
    }

    /// <summary>Searches an option only where a choice has one of some values.</summary>
    /// <exception cref="ArgumentException">One of the two is not searched, the other is no choice, or has not these values.</exception>
    internal void Restrict(OptionPath path, OptionPath parentPath, IEnumerable<object?> values)
    {
        SearchDimension dimension = Find(path), parent = Find(parentPath);
        double[] indices = [.. values.Select(parent.CoordinateOf)];
        if (parent.ChoiceCount == 0 || dimension == parent || indices.Any(double.IsNaN))
        {
            throw new ArgumentException($"'{path.Name}' cannot depend on '{parentPath.Name}': that must be another option, which is a choice of the values named.");
        }
        dimension.Condition = (parent, [.. indices.Select(index => (int)index)]);
        _dimensions.Remove(dimension);
        _dimensions.Add(dimension);
    }

    /// <summary>Options as their constructor makes them, but for what is fixed.</summary>
    internal object Defaults()
    {
        object options = Activator.CreateInstance(type)!;
        foreach ((OptionPath path, object? value) in _fixed)
        {
            path.Set(options, value);
        }
        return options;
    }

    /// <summary>The coordinates of some options; NaN for those that no coordinate stands for.</summary>
    internal double[] CoordinatesOf(object options) => Deactivate([.. _dimensions.Select(dimension => dimension.CoordinateOf(dimension.Path.Get(options)))]);

    internal object Create(IReadOnlyList<double> coordinates)
    {
        object options = Defaults();
        for (int index = 0; index < _dimensions.Count; index++)
        {
            if (!double.IsNaN(coordinates[index]))
            {
                _dimensions[index].Path.Set(options, _dimensions[index].ValueAt(coordinates[index]));
            }
        }
        return options;
    }

    /// <summary>Whether an option is searched, given the coordinates of those before it.</summary>
    internal bool IsActive(int index, IReadOnlyList<double> coordinates) =>
        _dimensions[index].Condition is not var (parent, indices) || (coordinates[_dimensions.IndexOf(parent)] is var choice && !double.IsNaN(choice) && indices.Contains((int)choice));

    private double[] Deactivate(double[] coordinates)
    {
        for (int index = 0; index < coordinates.Length; index++)
        {
            coordinates[index] = IsActive(index, coordinates) ? coordinates[index] : double.NaN;
        }
        return coordinates;
    }

    private void Forget(string name)
    {
        _dimensions.RemoveAll(dimension => dimension.Path.Name == name);
        _fixed.RemoveAll(option => option.Path.Name == name);
    }

    private SearchDimension Find(OptionPath path) => _dimensions.FirstOrDefault(dimension => dimension.Path.Name == path.Name)
        ?? throw new ArgumentException($"'{path.Name}' is not searched. Give it a range or a choice first.");

    private static string ConditionText(SearchDimension dimension) =>
        dimension.Condition is var (parent, indices) ? $" if {parent.Path.Name} is one of {string.Join(", ", indices)}" : "";

    private static IEnumerable<SearchDimension> FromAttributes(Type type, MemberInfo[] outer)
    {
        foreach (MemberInfo member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance).Where(member => member is PropertyInfo or FieldInfo))
        {
            OptionPath path = new([.. outer, member]);
            if (member.IsDefined(typeof(NestOptionAttribute)))
            {
                foreach (SearchDimension nested in FromAttributes(path.Type, [.. outer, member]))
                {
                    yield return nested;
                }
            }
            else if (FromAttribute(path, member) is { } dimension)
            {
                yield return dimension;
            }
        }
    }

    private static SearchDimension? FromAttribute(OptionPath path, MemberInfo member)
    {
        if (member.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            return new NumberDimension(path, Convert.ToDouble(range.Min, CultureInfo.InvariantCulture), Convert.ToDouble(range.Max, CultureInfo.InvariantCulture), range.LogBase);
        }
        if (member.GetCustomAttribute<ChoiceAttribute>() is { } choice)
        {
            return new ChoiceDimension(path, [.. choice.Candidates.Select(candidate => ValueOf(candidate, path.Type))]);
        }
        return member.IsDefined(typeof(BooleanChoiceAttribute)) ? new ChoiceDimension(path, [true, false]) : null;
    }

    /// <summary>A value of an attribute as the option's type: text stands for enums.</summary>
    private static object ValueOf(object candidate, Type optionType)
    {
        Type type = Nullable.GetUnderlyingType(optionType) ?? optionType;
        return type.IsEnum ? Enum.Parse(type, $"{candidate}") : Convert.ChangeType(candidate, type, CultureInfo.InvariantCulture);
    }
}
