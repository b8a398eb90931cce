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
        int filled = 0;
        for (int index = 0; index < row.Count; index++)
        {
            filled = AppendZeros(filled, row.Slots[index], columns, values);
            Append(row.Slots[index], row.Values[index], columns, values);
        }
        AppendZeros(filled, int.MaxValue, columns, values);
    }

    /// <summary>Adds the filled slots, from one of them on, that a row does not have before a slot; returns which comes behind it.</summary>
    private int AppendZeros(int filled, int slot, NativeList<int> columns, NativeList<float> values)
    {
        for (; filled < _filled.Length && _filled[filled] <= slot; filled++)
        {
            if (_filled[filled] < slot)
            {
                Append(_filled[filled], 0, columns, values);
            }
        }
        return filled;
    }

    private void Append(int slot, float value, NativeList<int> columns, NativeList<float> values)
    {
        if (_columnOf[slot] >= 0)
        {
            columns.Add(_columnOf[slot]);
            values.Add(_scaling.Of(value, slot));
        }
    }
}
