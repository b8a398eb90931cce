namespace MLNetDeep;

/// <summary>TorchScript: reaches kernels of LibTorch that TorchSharp does not bind, and does many operations in one call.</summary>
/// <remarks>
/// TorchScript drops calls whose results nobody uses, and does not see that the optimizer's kernel writes into its lists: so each list is made
/// first, and its element is returned. A mistake in a script can end the process, and so scripts are constants, compiled only where they were
/// run: on the CPU, for the version of LibTorch that TorchSharp is built for. Others get the same steps from plain operations.
/// </remarks>
internal static class TrainingScript
{
    private const string Source = """
        def adamw(weights: List[Tensor], gradients: List[Tensor], means: List[Tensor], variances: List[Tensor], factors: Tensor, count: Tensor,
                rate: float, decay: float):
            count.add_(1)
            factor: List[float] = factors.tolist()
            done: List[Tensor] = []
            for i in range(len(weights)):
                group = [weights[i]]
                torch._fused_adamw_(group, [gradients[i]], [means[i]], [variances[i]], [], [count],
                    lr=rate * factor[2 * i], beta1=0.9, beta2=0.999, weight_decay=decay * factor[2 * i + 1], eps=1e-8, amsgrad=False, maximize=False)
                done.append(group[0])
            return done

        def lstm(input: Tensor, state: Tensor, weights: List[Tensor]):
            outputs, last, cell = torch.lstm(input, [state, state], weights, True, 1, 0.0, True, False, True)
            return [outputs]

        def gru(input: Tensor, state: Tensor, weights: List[Tensor]):
            outputs, last = torch.gru(input, state, weights, True, 1, 0.0, True, False, True)
            return [outputs]

        def clip(gradients: Tensor, limit: float):
            if limit > 0:
                gradients.mul_(gradients.norm().add_(1e-6).reciprocal_().mul_(limit).clamp_(max=1.0))

        """;

    private static readonly Lazy<jit.CompilationUnit> s_script = new(() => jit.compile(Source + DenseScript.Source));

    /// <summary>Whether scripts, and kernels of our own, are used where they can be; tests take the plain operations for a whole run.</summary>
    internal static bool IsWanted { get; set; } = true;

    /// <summary>Whether scripts can be used on a device.</summary>
    internal static bool IsAvailable(Device device) =>
        IsWanted && __version__.StartsWith("2.10.", StringComparison.Ordinal) && device.type is DeviceType.CPU;

    /// <summary>Calls a function that returns a list of tensors.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="arguments">
    /// Tensors, arrays of tensors, and numbers as <see cref="Scalar"/> that lives until the call returns: of other numbers, TorchSharp makes
    /// Scalars that may be finalized before they are used.
    /// </param>
    internal static Tensor[] Run(string function, params object[] arguments) => s_script.Value.invoke<Tensor[]>(function, arguments);
}
