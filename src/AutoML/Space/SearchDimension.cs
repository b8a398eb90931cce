namespace MLNetDeep;

/// <summary>An option that a sweep varies. A coordinate stands for its value: from 0 to 1 for a number, an index for a choice.</summary>
internal abstract class SearchDimension(OptionPath path)
{
    internal OptionPath Path { get; } = path;

    /// <summary>The number of values of a choice; 0 for a range of numbers.</summary>
    internal abstract int ChoiceCount { get; }

    /// <summary>The choice on which it depends whether this option is searched, and the indices for which it is.</summary>
    internal (SearchDimension Parent, IReadOnlyList<int> Indices)? Condition { get; set; }

    internal abstract object? ValueAt(double coordinate);

    /// <summary>The coordinate of a value; NaN where none stands for it.</summary>
    internal abstract double CoordinateOf(object? value);

    /// <summary>What is searched, as text: a store knows by it whether it belongs to the sweep.</summary>
    public abstract override string ToString();
}
