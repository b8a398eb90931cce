namespace MLNetDeep;

/// <summary>What the steps of sequences are, where rows have any number of them.</summary>
internal enum SequenceKind
{
    /// <summary>Some numbers each.</summary>
    Numbers = 1,

    /// <summary>A token each: a key, whose value 0 is any unknown token.</summary>
    Tokens = 2,
}
