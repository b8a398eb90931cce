namespace MLNetDeep;

/// <summary>What a network says of the validation rows, or of their steps, in memory of the CPU.</summary>
/// <param name="Outputs">Raw outputs, shape [V, K].</param>
/// <param name="Targets">What the task made of labels, shape [V].</param>
/// <param name="Weights">Their weights, shape [V].</param>
internal sealed record ScoredRows(Tensor Outputs, Tensor Targets, Tensor Weights)
{
    /// <summary>All of some blocks of rows, as one.</summary>
    internal static ScoredRows Of(IReadOnlyList<ScoredRows> blocks) => new(
        cat([.. blocks.Select(block => block.Outputs)]), cat([.. blocks.Select(block => block.Targets)]), cat([.. blocks.Select(block => block.Weights)]));

    /// <summary>The mean of numbers of the rows, by weight.</summary>
    internal double Mean(Tensor numbers) => ((numbers * Weights).sum(ScalarType.Float64) / Weights.sum(ScalarType.Float64)).item<double>();
}
