namespace MLNetDeep.Networks;

/// <summary>A module of TorchSharp as a layer that knows itself as ONNX.</summary>
/// <param name="Layer">The layer; none where nothing changes.</param>
/// <param name="Shape">The shape of a row behind it.</param>
/// <param name="Refusal">Why there is no layer that computes as the module does, if so.</param>
internal sealed record TorchStep(ILayer? Layer, RowShape Shape, TorchRefusal? Refusal = null)
{
    internal static TorchStep Refused(string name, nn.Module module, string what, string? remedy = null) => new(null, default, TorchRefusal.Of(name, module, what, remedy));

    /// <summary>For rows of another shape than the module takes.</summary>
    internal static TorchStep Mismatch(string name, nn.Module module, string what, RowShape shape) => Refused(name, module, $"{what}, where {shape} come", "Give it that shape.");
}
