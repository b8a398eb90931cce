namespace MLNetDeep;

/// <summary>What a network took of <see cref="DeepTrainerOptions.InitialModel"/>, or of <see cref="DeepTrainerOptions.InitialWeightsFile"/>, by the names that weights have in the graph.</summary>
/// <param name="Taken">Weights that it began with.</param>
/// <param name="NotTaken">Weights that began at random, and why.</param>
/// <param name="Unused">Weights of the initial model that the network does not have.</param>
public sealed record TransferReport(IReadOnlyList<string> Taken, IReadOnlyList<string> NotTaken, IReadOnlyList<string> Unused);
