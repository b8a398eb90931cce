using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>A graph as steps on plain arrays, one row at a time: where the calls into ONNX Runtime cost more than the work.</summary>
/// <remarks>Many threads may run one program, each in memory of its own.</remarks>
internal sealed class RowProgram
{
    /// <summary>The place of the input.</summary>
    internal const int Input = 0;

    private const long MaximumNumbers = 1 << 22; // in matrices, which are packed beside those of ONNX Runtime: 16 MB

    private readonly Dictionary<string, int> _places = [];
    private readonly List<float[]?> _constants = []; // by place; null for what a row computes
    private readonly List<int> _widths = [];
    private readonly List<Action<float[][]>> _steps = [];

    private RowProgram()
    {
    }

    /// <summary>The program of a checked graph; <see langword="null"/> if it is large or has an operator that is left to ONNX Runtime.</summary>
    internal static RowProgram? Of(OnnxGraph graph)
    {
        if (graph.Initializers.Sum(constant => (long)constant.Singles.Length) > MaximumNumbers)
        {
            return null;
        }
        RowProgram program = new();
        OnnxValue input = graph.Inputs[0];
        program.Reserve(input.Name, (int)input.Shape[1]!.Value);
        foreach (OnnxTensor constant in graph.Initializers.Where(constant => constant.Shape.Count < 2)) // matrices are packed by their steps
        {
            program.Reserve(constant.Name, constant.Singles.Length, constant.Singles.ToArray());
        }
        return graph.Nodes.All(node => program.Add(node, graph)) ? program : null;
    }

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

    private bool Add(OnnxNode node, OnnxGraph graph)
    {
        Action<float[][]>? step = node.OperatorType switch
        {
            "Gemm" => Gemm(node, graph),
            "BatchNormalization" => BatchNormalization(node, graph),
            _ => Operation(node),
        };
        if (step is not null)
        {
            _steps.Add(step);
        }
        return step is not null;
    }

    private Action<float[][]> Gemm(OnnxNode node, OnnxGraph graph)
    {
        OnnxTensor bias = graph.Initializer(node.Inputs[2]);
        PackedMatrix matrix = new(graph.Initializer(node.Inputs[1]).Singles, bias.Singles, node.Attributes is [{ Int64: 1 }]);
        int input = Place(node.Inputs[0]), output = Reserve(node.Outputs[0], bias.Singles.Length);
        int places = Reserve(_widths[input]), values = Reserve(_widths[input]);
        return memory => matrix.Multiply(memory[input], MemoryMarshal.Cast<float, int>(memory[places].AsSpan()), memory[values], memory[output]);
    }

    private Action<float[][]> BatchNormalization(OnnxNode node, OnnxGraph graph)
    {
        float[] Constant(int index) => graph.Initializer(node.Inputs[index]).Singles.ToArray();
        float[] factor = Constant(1), shift = Constant(2), mean = Constant(3), variance = Constant(4);
        for (int unit = 0; unit < factor.Length; unit++)
        {
            double scale = factor[unit] / Math.Sqrt(variance[unit] + (double)node.Attributes[0].Single!.Value);
            shift[unit] = (float)(shift[unit] - (mean[unit] * scale));
            factor[unit] = (float)scale;
        }
        int input = Place(node.Inputs[0]), output = Reserve(node.Outputs[0], factor.Length);
        return memory => TensorPrimitives.MultiplyAdd(memory[input], factor, shift, memory[output]);
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
