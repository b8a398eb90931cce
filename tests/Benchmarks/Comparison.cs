namespace MLNetDeep.Benchmarks;

/// <summary>Several ways to do the same work.</summary>
/// <param name="Name">The work.</param>
/// <param name="Unit">What a measurement counts.</param>
/// <param name="Variants">The ways; the others are compared with the first.</param>
internal sealed record Comparison(string Name, string Unit, params IReadOnlyList<Variant> Variants)
{
    /// <summary>Whether measurements depend on the speed of the machine; others are taken three times at most, whatever else it does.</summary>
    internal bool IsTimed { get; init; } = true;
}

/// <summary>One way to do the work of a comparison.</summary>
/// <param name="Name">The way.</param>
/// <param name="Measure">Does the work once and returns the measurement.</param>
/// <param name="Target">What this project wants the ratio to be; empty for the ways of others.</param>
internal sealed record Variant(string Name, Func<double> Measure, string Target = "");
