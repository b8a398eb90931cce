using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>What of a module is saved: its parameters, and its buffers of Single.</summary>
internal static class ModuleState
{
    private static readonly string[] s_taken = ["scaling", "label"]; // what weights of the library begin with in files for PyTorch

    /// <summary>Buffers first, so that the last of them is of the layer that the module registered last.</summary>
    /// <exception cref="InvalidOperationException">A model file cannot hold one of them.</exception>
    internal static IReadOnlyList<(string Name, Tensor Value)> Of(string module, nn.Module made)
    {
        List<(string Name, Tensor Value)> state =
        [
            .. made.named_buffers().Where(buffer => buffer.buffer.is_floating_point()).Select(buffer => (buffer.name, buffer.buffer)),
            .. made.named_parameters().Select(parameter => (parameter.name, (Tensor)parameter.parameter)),
        ];
        foreach ((string name, Tensor value) in state)
        {
            Check($"Weight '{name}' of the module '{module}'", name, value);
        }
        return state.Count <= OnnxValidator.MaximumNodes
            ? state
            : throw new InvalidOperationException($"The module '{module}' has {state.Count} weights; a model file holds up to {OnnxValidator.MaximumNodes}.");
    }

    private static void Check(string weight, string name, Tensor value)
    {
        if (value.dtype != ScalarType.Float32)
        {
            throw new InvalidOperationException($"{weight} is of {value.dtype}; a model file holds Float32. Make it of that type.");
        }
        if (value.dim() > OnnxShape.MaximumRank || value.numel() == 0)
        {
            throw new InvalidOperationException($"{weight} has the shape [{string.Join(", ", value.shape)}]; a model file holds up to {OnnxShape.MaximumRank} axes, none of them empty. Hold it as a matrix, and give it its shape in forward.");
        }
        if (name.Length > OnnxReader.MaximumName / 4 || s_taken.Contains(name.Split('.')[0]))
        {
            throw new InvalidOperationException($"{weight} has a name that is too long, or begins as names of the library: {string.Join(", ", s_taken)}. Give the field another name.");
        }
    }
}
