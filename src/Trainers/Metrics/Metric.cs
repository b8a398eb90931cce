namespace MLNetDeep;

/// <summary>A number that says how good a network is on the validation rows.</summary>
/// <param name="Name">As ML.NET calls it, or the user.</param>
/// <param name="IsHigherBetter">Whether more is better.</param>
/// <param name="Of">The metric of scored rows.</param>
internal sealed record Metric(string Name, bool IsHigherBetter, Func<ScoredRows, double> Of);
