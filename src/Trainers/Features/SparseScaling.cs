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

    /// <summary>How many slots are stored in every row.</summary>
    internal int FilledCount => _filled.Length;

    /// <summary>Replaces the numbers of another row by the scaled ones of this, with their columns, ascending.</summary>
    internal void Scale(ReadOnlySpan<SlotValue> row, List<SlotValue> scaled)
    {
        scaled.Clear();
        int filled = 0;
        foreach (SlotValue number in row)
        {
            filled = AddZeros(filled, number.Slot, scaled);
            Add(number, scaled);
        }
        AddZeros(filled, int.MaxValue, scaled);
    }

    /// <summary>Adds the filled slots, from one of them on, that a row does not have before a slot; returns which comes behind it.</summary>
    private int AddZeros(int filled, int slot, List<SlotValue> scaled)
    {
        for (; filled < _filled.Length && _filled[filled] <= slot; filled++)
        {
            if (_filled[filled] < slot)
            {
                Add(new SlotValue(_filled[filled], 0), scaled);
            }
        }
        return filled;
    }

    private void Add(SlotValue number, List<SlotValue> scaled)
    {
        if (_columnOf[number.Slot] >= 0)
        {
            scaled.Add(new SlotValue(_columnOf[number.Slot], _scaling.Of(number.Value, number.Slot)));
        }
    }
}
