namespace MLNetDeep.Networks;

/// <summary>What an optimizer does to a weight.</summary>
internal enum WeightKind
{
    /// <summary>Follows the gradient and decays: the matrices.</summary>
    Decaying,

    /// <summary>Follows the gradient: biases, and scales of normalizations.</summary>
    Free,

    /// <summary>Is computed from the data and untouched by the optimizer: medians, running averages.</summary>
    Computed,
}
