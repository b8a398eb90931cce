namespace MLNetDeep;

/// <summary>AdamW by LibTorch's own fused kernel, one pass over the weights, which TorchSharp does not bind; reached through TorchScript.</summary>
/// <remarks>
/// TorchScript drops calls whose results nobody uses, and does not see that the kernel writes into its lists: so lists are made first, and
/// an element of each is returned. A mistake in a script ends the process, and so the script is compiled for the versions of LibTorch alone
/// that it was run with; others get the same steps from plain operations.
/// </remarks>
internal static class FusedAdamW
{
    private const string Source = """
        def step(weights: List[Tensor], gradients: List[Tensor], means: List[Tensor], variances: List[Tensor], count: Tensor, rate: float, decay: float):
            count.add_(1)
            decaying = [weights[0]]
            torch._fused_adamw_(decaying, [gradients[0]], [means[0]], [variances[0]], [], [count],
                lr=rate, beta1=0.9, beta2=0.999, weight_decay=decay, eps=1e-8, amsgrad=False, maximize=False)
            free = [weights[1]]
            torch._fused_adamw_(free, [gradients[1]], [means[1]], [variances[1]], [], [count],
                lr=rate, beta1=0.9, beta2=0.999, weight_decay=0.0, eps=1e-8, amsgrad=False, maximize=False)
            return [decaying[0], free[0]]

        """;

    private static readonly Lazy<jit.CompilationUnit> s_script = new(() => jit.compile(Source));

    /// <summary>Whether the kernel is used where it is available; tests take the plain operations for a whole run.</summary>
    internal static bool IsWanted { get; set; } = true;

    /// <summary>Whether LibTorch has the kernel for a device.</summary>
    internal static bool IsAvailable(Device device) =>
        IsWanted && __version__.StartsWith("2.10.", StringComparison.Ordinal) && device.type is DeviceType.CPU or DeviceType.CUDA;

    /// <summary>Moves weights against their gradients. All lists have two tensors: of those that decay, and of the others.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="means">The running means of the gradients.</param>
    /// <param name="variances">The running means of their squares.</param>
    /// <param name="count">The number of steps so far, a scalar of floats; is counted up.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="decay">The weight decay of the first tensors.</param>
    internal static void Step(Tensor[] weights, Tensor[] gradients, Tensor[] means, Tensor[] variances, Tensor count, double rate, double decay)
    {
        using Scalar heldRate = rate, heldDecay = decay; // of numbers, TorchSharp makes Scalars that may be finalized before they are used
        foreach (Tensor result in s_script.Value.invoke<Tensor[]>("step", weights, gradients, means, variances, count, heldRate, heldDecay))
        {
            result.Dispose();
        }
    }
}
