namespace MLNetDeep;

/// <summary>A trial in an ensemble.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Weight">How much it counts, in (0, 1]; all together 1.</param>
public sealed record SweepEnsembleMember(SweepTrial Trial, double Weight);
