namespace MLNetDeep.Onnx;

/// <summary>A constant parameter of a node: exactly one of the values is set.</summary>
internal sealed record OnnxAttribute(string Name)
{
    internal long? Int64 { get; init; }
    internal float? Single { get; init; }
    internal string? String { get; init; }
    internal IReadOnlyList<long>? Int64s { get; init; }
    internal IReadOnlyList<float>? Singles { get; init; }

    /// <summary>How many of the values are set; a file may say anything.</summary>
    internal int ValueCount => ((object?[])[Int64, Single, String, Int64s, Singles]).Count(value => value is not null);

    internal static OnnxAttribute Of(string name, long value) => new(name) { Int64 = value };

    internal static OnnxAttribute Of(string name, float value) => new(name) { Single = value };

    internal static OnnxAttribute Of(string name, string value) => new(name) { String = value };

    internal static OnnxAttribute Of(string name, params long[] values) => new(name) { Int64s = values };
}
