namespace MLNetDeep.Onnx;

/// <summary>The error for a field that <see cref="OnnxWriter"/> never writes.</summary>
/// <remarks>The names are those of onnx.proto: ways to other files, subgraphs and foreign code, and second places for what has one.</remarks>
internal static class UnknownField
{
    private static readonly Dictionary<(string Message, int Field), string> s_names = new()
    {
        [("model", 20)] = "training_info",
        [("model", 25)] = "functions",
        [("operator set", 1)] = "domain",
        [("graph", 15)] = "sparse_initializer",
        [("node", 7)] = "domain",
        [("attribute", 5)] = "t",
        [("attribute", 6)] = "g",
        [("attribute", 9)] = "strings",
        [("attribute", 10)] = "tensors",
        [("attribute", 11)] = "graphs",
        [("attribute", 21)] = "ref_attr_name",
        [("attribute", 22)] = "sparse_tensor",
        [("attribute", 23)] = "sparse_tensors",
        [("tensor", 3)] = "segment",
        [("tensor", 4)] = "float_data",
        [("tensor", 5)] = "int32_data",
        [("tensor", 6)] = "string_data",
        [("tensor", 7)] = "int64_data",
        [("tensor", 10)] = "double_data",
        [("tensor", 11)] = "uint64_data",
        [("tensor", 13)] = "external_data",
        [("tensor", 14)] = "data_location",
    };

    /// <param name="message">The kind of message that has the field.</param>
    /// <param name="field">Its number.</param>
    internal static FormatException In(string message, int field)
    {
        string name = s_names.TryGetValue((message, field), out string? known) ? $" ({known})" : "";
        return OnnxValidator.Refused($"a message of kind '{message}' has field {field}{name}");
    }
}
