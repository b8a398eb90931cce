namespace MLNetDeep;

/// <summary>Which steps of a row are looked at.</summary>
/// <param name="Slots">The steps that the row's vector has room for; more than it has where missing keys at the end are none.</param>
/// <param name="Length">The steps of the row.</param>
/// <param name="First">The first one that is looked at.</param>
/// <param name="Count">How many from there on are; 0 of a row without steps.</param>
internal readonly record struct KeptSteps(int Slots, int Length, int First, int Count)
{
    /// <summary>Whether the row has more.</summary>
    internal bool IsTruncated => Count < Length;
}
