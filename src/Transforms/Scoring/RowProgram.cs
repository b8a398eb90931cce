using System.Numerics.Tensors;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>A graph as steps on plain arrays, one row at a time: where the calls into ONNX Runtime cost more than the work.</summary>
/// <remarks>Many threads may run one program, each in memory of its own.</remarks>
internal sealed class RowProgram
{
    /// <summary>The place of the input.</summary>
    internal const int Input = 0;

    private const long MaximumNumbers = 1 << 22; // which lie beside those of ONNX Runtime: 16 MB

    private readonly OnnxGraph _graph;
    private readonly Dictionary<string, List<OnnxNode>> _users = []; // of an edge
    private readonly HashSet<OnnxNode> _done = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _places = [];
    private readonly List<float[]?> _constants = []; // by place; null for what a row computes
    private readonly List<int> _widths = [];
    private readonly List<Action<float[][]>> _steps = [];

    private RowProgram(OnnxGraph graph)
    {
        _graph = graph;
        foreach (OnnxNode node in graph.Nodes)
        {
            foreach (string edge in node.Inputs)
            {
                _users.TryAdd(edge, []);
                _users[edge].Add(node);
            }
        }
    }

    /// <summary>The program of a checked graph; <see langword="null"/> if it is large or has an operator that is left to ONNX Runtime.</summary>
    internal static RowProgram? Of(OnnxGraph graph)
    {
        if (Length(graph) > MaximumNumbers)
        {
            return null;
        }
        RowProgram program = new(graph);
        return program.AddAll() && graph.Outputs.All(output => program._places.ContainsKey(output.Name)) ? program : null;
    }

    /// <summary>The places of the outputs in the memory, and how many numbers they have, in the order of the graph.</summary>
    internal IReadOnlyList<(int Place, int Width)> Outputs => [.. _graph.Outputs.Select(output => (Place(output.Name), _widths[Place(output.Name)]))];

    /// <summary>The place of an edge in the memory.</summary>
    internal int Place(string edge) => _places[edge];

    /// <summary>Memory for a caller: an array for every edge.</summary>
    internal float[][] CreateMemory() => [.. _constants.Select((constant, place) => constant ?? new float[_widths[place]])];

    /// <summary>Computes all edges from the input.</summary>
    internal void Run(float[][] memory)
    {
        foreach (Action<float[][]> step in _steps)
        {
            step(memory);
        }
    }

    private int Reserve(string edge, int width, float[]? constant = null) => _places[edge] = Reserve(width, constant);

    private int Reserve(int width, float[]? constant = null)
    {
        _widths.Add(width);
        _constants.Add(constant);
        return _widths.Count - 1;
    }

    /// <summary>How many numbers the program of a graph takes: vectors as they are, and the matrices of layers, packed.</summary>
    private static long Length(OnnxGraph graph) =>
        graph.Initializers.Where(constant => constant.Shape.Count < 2).Sum(constant => (long)constant.Singles.Length)
        + graph.Nodes.Where(node => node.OperatorType == "Gemm").Sum(product => DenseLayer.PackedLength(product, graph));

    private bool AddAll()
    {
        Reserve(_graph.Inputs[0].Name, (int)_graph.Inputs[0].Shape[1]!.Value);
        foreach (OnnxTensor constant in _graph.Initializers.Where(constant => constant.Shape.Count < 2)) // matrices are packed by their steps
        {
            Reserve(constant.Name, constant.Singles.Length, constant.Singles.ToArray());
        }
        if (FeatureScaling.FromOnnx(_graph) is var (scaling, edge))
        {
            AddScaling(scaling, edge);
        }
        return _graph.Nodes.All(node => _done.Contains(node) || (node.Inputs.All(IsKnown) && Add(node)));
    }

    /// <summary>Whether an edge has a place in the memory, or is a matrix.</summary>
    private bool IsKnown(string edge) => _places.ContainsKey(edge) || _graph.Initializers.Any(constant => constant.Name == edge);

    private void AddScaling(FeatureScaling scaling, string edge)
    {
        int output = Reserve(edge, scaling.Scale.Length);
        _steps.Add(memory => scaling.Of(memory[Input], memory[output]));
        foreach (OnnxNode node in _graph.Nodes)
        {
            _done.Add(node);
            if (node.Outputs[0] == edge)
            {
                return;
            }
        }
    }

    private bool Add(OnnxNode node)
    {
        Action<float[][]>? step = node.OperatorType switch
        {
            "Gemm" => Dense(DenseLayer.Of(node, _graph, _users)),
            "BatchNormalization" => BatchNormalization(node),
            "Concat" when node.Inputs.All(_places.ContainsKey) => Concat(node),
            _ => Operation(node),
        };
        if (step is not null)
        {
            _steps.Add(step);
        }
        return step is not null;
    }

    private Action<float[][]> Dense(DenseLayer layer)
    {
        _done.UnionWith(layer.Nodes);
        int input = Place(layer.Nodes[0].Inputs[0]), output = Reserve(layer.Nodes[^1].Outputs[0], layer.Matrix.Outputs);
        return memory => layer.Matrix.Multiply(memory[input], memory[output]);
    }

    private Action<float[][]> BatchNormalization(OnnxNode node)
    {
        (float[] factor, float[] shift) = DenseLayer.FactorAndShift(node, _graph);
        int input = Place(node.Inputs[0]), output = Reserve(node.Outputs[0], factor.Length);
        return memory => TensorPrimitives.MultiplyAdd(memory[input], factor, shift, memory[output]);
    }

    private Action<float[][]> Concat(OnnxNode node)
    {
        int[] inputs = [.. node.Inputs.Select(Place)];
        int output = Reserve(node.Outputs[0], inputs.Sum(place => _widths[place]));
        return memory =>
        {
            Span<float> rest = memory[output];
            foreach (int input in inputs)
            {
                memory[input].CopyTo(rest);
                rest = rest[memory[input].Length..];
            }
        };
    }

    private Action<float[][]>? Operation(OnnxNode node)
    {
        if (RowOperators.Of(node) is not { } operation || !node.Inputs.All(_places.ContainsKey))
        {
            return null;
        }
        int[] inputs = [.. node.Inputs.Select(Place)];
        int output = Reserve(node.Outputs[0], node.OperatorType == "ReduceMean" ? 1 : _widths[inputs[0]]);
        bool IsNumber(int place) => _widths[place] == 1 && node.OperatorType != "Where";
        return inputs.All(place => IsNumber(place) || _widths[place] == _widths[inputs[0]]) ? operation(inputs, output) : null;
    }
}
