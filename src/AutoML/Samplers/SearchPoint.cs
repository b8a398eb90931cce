namespace MLNetDeep;

/// <summary>What a trial tries: a candidate, and a coordinate for each option that is searched there; NaN where an option plays no part.</summary>
internal sealed record SearchPoint(int Candidate, IReadOnlyList<double> Coordinates);
