namespace MLNetDeep.Networks;

/// <summary>Sums that make no number to be finalized, as TorchSharp's operators do.</summary>
internal static class TensorSums
{
    private static readonly Scalar s_one = 1; // kept as AdamW tells

    internal static Tensor Plus(this Tensor left, Tensor right) => left.add(right, s_one);

    internal static Tensor Plus(this Tensor left, Scalar right) => left.add(right, s_one);
}
