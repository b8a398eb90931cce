namespace MLNetDeep;

/// <summary>Rows that are learned from, or measured on, at once.</summary>
/// <param name="Features">B prepared rows, as the network takes them.</param>
/// <param name="Targets">Shape [M]: M is B, or as many as there are steps with a label.</param>
/// <param name="Weights">The weight of each target, shape [M]; null if all count alike.</param>
internal readonly record struct Batch(Tensor Features, Tensor Targets, Tensor? Weights)
{
    /// <summary>Which part of a training step the batch is.</summary>
    internal StepPart Part { get; init; } = StepPart.Whole;

    /// <summary>Which of the B · T steps have a target, shape [M]; null where rows have one each.</summary>
    internal Tensor? Places { get; init; }

    /// <summary>The outputs that have a target, shape [M, K].</summary>
    /// <param name="outputs">Those of the network, shape [B, K] or, of steps, [B, T, K].</param>
    internal Tensor Targeted(Tensor outputs) => Places is null ? outputs : outputs.flatten(0, 1).index_select(0, Places);
}
