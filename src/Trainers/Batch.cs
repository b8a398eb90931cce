namespace MLNetDeep;

/// <summary>Rows that are learned from, or measured on, at once.</summary>
/// <param name="Features">B prepared rows, as the network takes them.</param>
/// <param name="Targets">Shape [M], of rows with a label each M is B.</param>
/// <param name="Weights">The weight of each target, shape [M]; null if all count alike.</param>
internal readonly record struct Batch(Tensor Features, Tensor Targets, Tensor? Weights);
