namespace MLNetDeep;

/// <summary>Scales sparse rows and renumbers their slots: only those that vary in the training rows become columns of the network.</summary>
/// <remarks>
/// A slot whose scaled zero is not zero, because most of its values are not, is stored in every row. Few are, else the rows would not be sparse.
/// </remarks>
internal sealed class SparseScaling
{
    private readonly FeatureScaling _scaling;
    private readonly int[] _columnOf;
    private readonly int[] _filled;

    internal SparseScaling(FeatureScaling scaling)
    {
        _scaling = scaling;
        Slots = [.. Enumerable.Range(0, scaling.Scale.Length).Where(slot => scaling.Scale[slot] != 0)];
        _filled = scaling.FilledFeatures();
        _columnOf = new int[scaling.Scale.Length];
        Array.Fill(_columnOf, -1);
        for (int column = 0; column < Slots.Length; column++)
        {
            _columnOf[Slots[column]] = column;
        }
    }

    /// <summary>The slot of each column, ascending.</summary>
    internal int[] Slots { get; }

    /// <summary>Adds the scaled numbers of a row, in the order of their columns.</summary>
    internal void Append(SparseRow row, NativeList<int> columns, NativeList<float> values)
    {
        Span<int> columnSpan = columns.Next(row.Count + _filled.Length);
        Span<float> valueSpan = values.Next(row.Count + _filled.Length);
        int count = 0, filled = 0, stored = 0;
        while (stored < row.Count || filled < _filled.Length)
        {
            int slot = Math.Min(stored < row.Count ? row.Slots[stored] : int.MaxValue, filled < _filled.Length ? _filled[filled] : int.MaxValue);
            float value = stored < row.Count && row.Slots[stored] == slot ? row.Values[stored++] : 0;
            filled += filled < _filled.Length && _filled[filled] == slot ? 1 : 0;
            if (_columnOf[slot] >= 0)
            {
                columnSpan[count] = _columnOf[slot];
                valueSpan[count++] = _scaling.Of(value, slot);
            }
        }
        columns.Keep(count);
        values.Keep(count);
    }
}
