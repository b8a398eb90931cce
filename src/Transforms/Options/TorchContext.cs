namespace MLNetDeep;

/// <summary>What <see cref="TorchOptions.Network"/> has to know.</summary>
/// <param name="FeatureCount">D, the width of the features.</param>
/// <param name="OutputCount">K, the number of raw outputs: 1 for two classes and for numbers, else that of the classes.</param>
public sealed record TorchContext(int FeatureCount, int OutputCount);
