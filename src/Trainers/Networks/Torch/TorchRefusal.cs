namespace MLNetDeep.Networks;

/// <summary>Why a network of TorchSharp's layers does not become an ONNX graph.</summary>
/// <param name="Reason">A sentence that names the layer.</param>
/// <param name="Remedy">What to do to have it become one.</param>
internal sealed record TorchRefusal(string Reason, string Remedy)
{
    internal static TorchRefusal Of(string name, nn.Module layer, string what, string? remedy = null) => new(
        $"Layer '{name}' of the network, a {layer.GetType().Name}, {what}.",
        remedy ?? "Use Linear, BatchNorm1d, LayerNorm, Dropout, ReLU, GELU, SiLU, SELU, Mish, Tanh, Identity; and between Unflatten(1, ...) and Flatten Conv1d, Conv2d, BatchNorm2d, MaxPool, AvgPool and AdaptiveAvgPool to size 1.");

    /// <summary>The error for one who asked for an ONNX graph.</summary>
    internal InvalidOperationException ToException() => new(
        $"{Reason} {Remedy} Or have LibTorch make the predictions: register what makes the network with TorchModules.Register, and set Module in place of Network.");
}
