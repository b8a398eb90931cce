namespace MLNetDeep;

/// <summary>A number of a row that is mostly zero.</summary>
/// <param name="Slot">Where it stands: the slot of a raw row, the column of a prepared one.</param>
/// <param name="Value">What it is.</param>
internal readonly record struct SlotValue(int Slot, float Value);
