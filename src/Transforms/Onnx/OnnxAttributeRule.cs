namespace MLNetDeep.Onnx;

/// <summary>An attribute of an operator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Expected">The accepted values in words, for errors.</param>
/// <param name="Accepts">Whether a value is one of them.</param>
internal sealed record OnnxAttributeRule(string Name, string Expected, Predicate<OnnxAttribute> Accepts)
{
    /// <summary>Whether a node may do without it, and ONNX's default holds.</summary>
    internal bool IsOptional { get; init; }
}
