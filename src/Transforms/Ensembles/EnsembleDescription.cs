namespace MLNetDeep;

/// <summary>What an ensemble is, beside its members.</summary>
internal sealed record EnsembleDescription
{
    internal const int MaximumMembers = 1000; // a file that says more is not believed

    private const double Tolerance = 1e-6; // of the sum

    /// <summary>What it predicts.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>Of each member.</summary>
    public required IReadOnlyList<double> Weights { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">The task is none, or the weights are not positive numbers that make 1.</exception>
    internal void Check()
    {
        Require.Defined(nameof(Task), Task);
        Require.That(Weights.Count is > 0 and <= MaximumMembers, nameof(Weights), Weights.Count, $"as many as members, 1 to {MaximumMembers}");
        foreach (double weight in Weights)
        {
            Require.PositiveFinite(nameof(Weights), weight);
        }
        Require.That(Math.Abs(Weights.Sum() - 1) < Tolerance, nameof(Weights), Weights.Sum(), "1 together");
    }
}
