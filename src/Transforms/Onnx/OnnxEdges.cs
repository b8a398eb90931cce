namespace MLNetDeep.Onnx;

/// <summary>What the nodes of a graph may read: its inputs, its constants, and what nodes before them compute; each defined once.</summary>
internal sealed class OnnxEdges
{
    private readonly Dictionary<string, (long[] Shape, OnnxElementType Type)> _edges = [];
    private readonly Dictionary<string, long[]> _integers = [];
    private readonly List<long[]> _workspaces = [];

    /// <summary>The shape of an edge of floats; <see langword="null"/> if there is none of that name.</summary>
    internal long[]? Shape(string name) => Shape(name, OnnxElementType.Single);

    /// <summary>The shape of an edge of that type; <see langword="null"/> if there is none of that name.</summary>
    internal long[]? Shape(string name, OnnxElementType type) =>
        _edges.TryGetValue(name, out (long[] Shape, OnnxElementType Type) edge) && edge.Type == type ? edge.Shape : null;

    /// <summary>The values of a constant of integers; <see langword="null"/> if there is none of that name.</summary>
    internal long[]? Integers(string name) => _integers.GetValueOrDefault(name);

    /// <summary>What the edges take for each row.</summary>
    internal GraphSize Size()
    {
        long[][] shapes = [.. _edges.Values.Select(edge => edge.Shape).Concat(_workspaces).Where(OnnxShape.IsPerRow)];
        ILookup<int, long> floats = shapes.ToLookup(OnnxShape.StepAxes, OnnxShape.Floats);
        return new GraphSize(floats[0].Sum(), shapes.Where(OnnxShape.IsMap).Select(OnnxShape.Floats).DefaultIfEmpty().Max())
        {
            ValuesPerStep = floats[1].Sum(),
            ValuesPerPair = floats[2].Sum(),
        };
    }

    /// <exception cref="FormatException">No edge may have this name or shape.</exception>
    internal void Add(string name, long[] shape, OnnxElementType type = OnnxElementType.Single)
    {
        CheckRows(name, shape);
        AddTurned(name, shape, type);
    }

    /// <summary>Adds what recurrent layers and the members of an ensemble take and give, in which the rows are not the first axis.</summary>
    /// <exception cref="FormatException">No edge may have this name or shape.</exception>
    internal void AddTurned(string name, long[] shape, OnnxElementType type)
    {
        CheckName(name);
        CheckShape(name, shape);
        _edges.Add(name, (shape, type));
    }

    /// <summary>Counts memory that a node needs while it computes.</summary>
    /// <exception cref="FormatException">It is too much.</exception>
    internal void AddWorkspace(string node, long[] shape)
    {
        CheckShape(node, shape);
        _workspaces.Add(shape);
    }

    /// <exception cref="FormatException">No edge may have this name.</exception>
    internal void AddIntegers(string name, long[] values)
    {
        CheckName(name);
        _integers.Add(name, values);
    }

    private void CheckName(string name)
    {
        if (name.Length == 0 || _edges.ContainsKey(name) || _integers.ContainsKey(name))
        {
            throw OnnxValidator.Refused($"the name '{name}' is empty or defined twice");
        }
    }

    private static void CheckRows(string name, long[] shape)
    {
        if (OnnxShape.IsPerRow(shape) && shape is not [< 0 and not OnnxShape.Steps, ..])
        {
            throw OnnxValidator.Refused($"the rows are not the first axis of '{name}'");
        }
    }

    private static void CheckShape(string name, long[] shape)
    {
        int steps = OnnxShape.StepAxes(shape), rows = shape.Count(size => size < 0) - steps;
        if (rows > 1 || steps > 2 || (steps > 0 && rows == 0))
        {
            throw OnnxValidator.Refused($"'{name}' has the shape {OnnxShape.Text(shape)}, of {rows} axes of rows and {steps} of steps");
        }
        Int128 values = OnnxShape.Values(shape);
        if (rows == 1 && (values < 1 || values > OnnxValidator.MaximumWidth))
        {
            throw OnnxValidator.Refused($"'{name}' has {values} values per row; 1 to {OnnxValidator.MaximumWidth} are accepted");
        }
    }
}
