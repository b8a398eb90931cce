namespace MLNetDeep;

/// <summary>The numbers of a row that are not zero.</summary>
/// <param name="slots">Where they stand, ascending.</param>
/// <param name="values">What they are.</param>
internal readonly ref struct SparseRow(ReadOnlySpan<int> slots, ReadOnlySpan<float> values)
{
    internal ReadOnlySpan<int> Slots { get; } = slots;

    internal ReadOnlySpan<float> Values { get; } = values;

    internal int Count => Slots.Length;
}
