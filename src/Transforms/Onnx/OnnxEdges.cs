namespace MLNetDeep.Onnx;

/// <summary>What the nodes of a graph may read: its input, its constants, and what nodes before them compute; each defined once.</summary>
internal sealed class OnnxEdges
{
    private readonly Dictionary<string, long[]> _shapes = [];
    private readonly Dictionary<string, long[]> _integers = [];

    /// <summary>The shape of an edge of floats; <see langword="null"/> if there is none of that name.</summary>
    internal long[]? Shape(string name) => _shapes.GetValueOrDefault(name);

    /// <summary>The values of a constant of integers; <see langword="null"/> if there is none of that name.</summary>
    internal long[]? Integers(string name) => _integers.GetValueOrDefault(name);

    /// <summary>What the edges take for each row.</summary>
    internal GraphSize Size()
    {
        long[][] shapes = [.. _shapes.Values.Where(OnnxShape.IsPerRow)];
        return new GraphSize(shapes.Sum(OnnxShape.Floats), shapes.Where(OnnxShape.IsMap).Select(OnnxShape.Floats).DefaultIfEmpty().Max());
    }

    /// <exception cref="FormatException">No edge may have this name or shape.</exception>
    internal void Add(string name, long[] shape)
    {
        CheckName(name);
        if (shape.Skip(1).Any(size => size < 0))
        {
            throw OnnxValidator.Refused($"the rows are not the first axis of '{name}'");
        }
        Int128 values = OnnxShape.Values(shape);
        if (OnnxShape.IsPerRow(shape) && (values < 1 || values > OnnxValidator.MaximumWidth))
        {
            throw OnnxValidator.Refused($"'{name}' has {values} values per row; 1 to {OnnxValidator.MaximumWidth} are accepted");
        }
        _shapes.Add(name, shape);
    }

    /// <exception cref="FormatException">No edge may have this name.</exception>
    internal void AddIntegers(string name, long[] values)
    {
        CheckName(name);
        _integers.Add(name, values);
    }

    private void CheckName(string name)
    {
        if (name.Length == 0 || _shapes.ContainsKey(name) || _integers.ContainsKey(name))
        {
            throw OnnxValidator.Refused($"the name '{name}' is empty or defined twice");
        }
    }
}
