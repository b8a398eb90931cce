using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Nodes of an operator on inputs of random shapes that a network might have.</summary>
/// <param name="random">Where sizes come from.</param>
internal sealed class OperatorCase(Random random)
{
    private const int MaximumSize = 7; // of an axis

    private static readonly Dictionary<string, Func<OperatorCase, string>> s_writers = new()
    {
        ["Abs"] = c => c.Unary("Abs"),
        ["Erf"] = c => c.Unary("Erf"),
        ["Identity"] = c => c.Unary("Identity"),
        ["Relu"] = c => c.Unary("Relu"),
        ["Selu"] = c => c.Unary("Selu"),
        ["Sigmoid"] = c => c.Unary("Sigmoid"),
        ["Softplus"] = c => c.Unary("Softplus"),
        ["Log"] = c => c.Unary("Log"),
        ["Sqrt"] = c => c.Unary("Sqrt"),
        ["Tanh"] = c => c.Unary("Tanh"),
        ["Add"] = c => c.Binary("Add"),
        ["Sub"] = c => c.Binary("Sub"),
        ["Mul"] = c => c.Binary("Mul"),
        ["Div"] = c => c.Binary("Div"),
        ["Less"] = c => c.Graph.Node("Where", [c.Binary("Less"), c.Graph.Constant(1), c.Graph.Constant(2)]), // itself it gives no floats
        ["Where"] = c => c.Where(),
        ["Clip"] = c => c.Graph.Node("Clip", [c.Any(), c.Graph.Constant(0), c.Graph.Constant(1)]),
        ["Softmax"] = c => c.Softmax(),
        ["Gemm"] = c => c.Gemm(),
        ["ReduceMean"] = c => c.ReduceMean(),
        ["BatchNormalization"] = c => c.BatchNormalization(),
        ["Conv"] = c => c.Conv(),
        ["MaxPool"] = c => c.Graph.Node("MaxPool", [c.Edge(3)], c.Window()),
        ["AveragePool"] = c => c.Graph.Node("AveragePool", [c.Edge(3)], [.. c.Window(), OnnxAttribute.Of("count_include_pad", (long)c.Below(2))]),
        ["GlobalAveragePool"] = c => c.Graph.Node("GlobalAveragePool", [c.Edge(3)]),
        ["Flatten"] = c => c.Graph.Node("Flatten", [c.Any()], OnnxAttribute.Of("axis", 1L)),
        ["Reshape"] = c => c.Reshape(),
        ["Transpose"] = c => c.Transpose(),
        ["Concat"] = c => c.Concat(),
        ["Slice"] = c => c.Slice(),
        ["MatMul"] = c => c.MatMul(),
        ["ReduceSum"] = c => c.ReduceSteps("ReduceSum"),
        ["ReduceMax"] = c => c.ReduceSteps("ReduceMax"),
        ["LSTM"] = c => c.Recurrent("LSTM", gates: 4),
        ["GRU"] = c => c.Recurrent("GRU", gates: 3, OnnxAttribute.Of("linear_before_reset", 1L)),
    };

    private long[] _shape = []; // of the edge that was made last, without the rows

    internal static IEnumerable<string> Operators => s_writers.Keys;

    internal OnnxGraphBuilder Graph { get; } = new();

    /// <summary>Writes a graph whose last node is of the operator, and returns the edge behind it.</summary>
    internal string Write(string operatorType) => s_writers[operatorType](this);

    private int Below(int limit) => random.Next(limit);

    private int Size() => 1 + Below(MaximumSize);

    /// <summary>An edge of some axes behind the rows; a row of features sometimes makes two or three of them.</summary>
    private string Edge(int axes)
    {
        _shape = [.. Enumerable.Range(0, axes).Select(_ => (long)Size())];
        int rows = Math.Max(1, Below(5) - 1);
        return Graph.Node("Reshape", [Graph.Input(DeepGraph.Input, rows * Product(_shape)), Graph.Constant([-1, .. _shape])]);
    }

    /// <summary>An edge of some axes behind the rows, of which a row of features makes one.</summary>
    private string RowEdge(int axes)
    {
        _shape = [.. Enumerable.Range(0, axes).Select(_ => (long)Size())];
        return Graph.Node("Reshape", [Graph.Input(DeepGraph.Input, Product(_shape)), Graph.Constant([-1, .. _shape])]);
    }

    private string Any() => Edge(1 + Below(3));

    private string Unary(string operatorType) => Graph.Node(operatorType, [Any()]);

    private string Binary(string operatorType)
    {
        string edge = Any();
        string other = Below(4) == 0 ? Graph.Node("Tanh", [edge]) : Part();
        return Graph.Node(operatorType, Below(2) == 0 ? [edge, other] : [other, edge]);
    }

    private string Where()
    {
        string edge = Any();
        return Graph.Node("Where", [Graph.Node("Less", [edge, Part()]), Part(), edge]);
    }

    /// <summary>A constant that fits to the last edge, because any of its axes may be 1 and the first ones missing.</summary>
    private string Part() => Constant([.. ((long[])[1, .. _shape]).Select(size => Below(2) == 0 ? 1 : size).Skip(Below(_shape.Length + 2))]);

    private string Constant(params long[] shape) => Graph.Constant(OnnxTensor.Of($"constant of {Guid.NewGuid()}", new float[Product(shape)], shape));

    private string Gemm()
    {
        string edge = Edge(1);
        long outputs = Size();
        return Below(2) == 0
            ? Graph.Node("Gemm", [edge, Constant(_shape[0], outputs), Constant(outputs)])
            : Graph.Node("Gemm", [edge, Constant(outputs, _shape[0]), Constant(outputs)], OnnxAttribute.Of("transB", 1L));
    }

    private string ReduceMean() => Below(2) == 0
        ? Graph.Node("ReduceMean", [Edge(1)], OnnxAttribute.Of("axes", [-1]))
        : Graph.Node("ReduceMean", [Edge(2)], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 0L));

    private string Softmax() => Below(2) == 0
        ? Graph.Node("Softmax", [Edge(1)], OnnxAttribute.Of("axis", 1L))
        : Graph.Node("Softmax", [Edge(3)], OnnxAttribute.Of("axis", 3L));

    private string MatMul()
    {
        string edge = Edge(2 + Below(2));
        if (Below(2) == 0)
        {
            return Graph.Node("MatMul", [edge, Constant(_shape[^1], Size())]);
        }
        long[] turned = [.. Enumerable.Range(0, _shape.Length - 1).Select(axis => (long)axis), _shape.Length, _shape.Length - 1];
        return Graph.Node("MatMul", [edge, Graph.Node("Transpose", [edge], OnnxAttribute.Of("perm", turned))]);
    }

    /// <summary>A sum or maximum over the second axis, of single rows.</summary>
    private string ReduceSteps(string operatorType) => Graph.Node(
        operatorType, [RowEdge(1 + Below(3))], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", (long)Below(2)));

    /// <summary>A recurrent layer, whose steps come first, and the way back.</summary>
    private string Recurrent(string operatorType, int gates, params OnnxAttribute[] more)
    {
        string steps = Graph.Node("Transpose", [RowEdge(2)], OnnxAttribute.Of("perm", [1, 0, 2]));
        long hidden = Size(), directions = 1 + Below(2);
        string[] weights = [Constant(directions, gates * hidden, _shape[1]), Constant(directions, gates * hidden, hidden), Constant(directions, 2 * gates * hidden)];
        OnnxAttribute direction = OnnxAttribute.Of("direction", directions == 2 ? "bidirectional" : "forward");
        string outputs = Graph.Node(operatorType, [steps, .. weights], [OnnxAttribute.Of("hidden_size", hidden), direction, .. more]);
        return Graph.Node("Transpose", [outputs], OnnxAttribute.Of("perm", [2, 0, 1, 3]));
    }

    private string BatchNormalization()
    {
        string edge = Edge(Below(2) == 0 ? 1 : 3);
        return Graph.Node("BatchNormalization", [edge, .. Enumerable.Range(0, 4).Select(_ => Constant(_shape[0]))], OnnxAttribute.Of("epsilon", 0.1f));
    }

    private string Conv()
    {
        string edge = Edge(3);
        long[] divisors = [.. Enumerable.Range(1, MaximumSize).Select(size => (long)size).Where(size => _shape[0] % size == 0)];
        long group = divisors[Below(divisors.Length)], filters = group * Size();
        OnnxAttribute[] window = Window();
        string weights = Constant([filters, _shape[0] / group, .. window[0].Int64s!]);
        return Graph.Node("Conv", Below(2) == 0 ? [edge, weights] : [edge, weights, Constant(filters)], [.. window, OnnxAttribute.Of("group", group)]);
    }

    /// <summary>A window that fits into the last edge, with pads; sometimes only with them.</summary>
    private OnnxAttribute[] Window()
    {
        long[] kernel = [Size(), Size()], pads = [.. kernel.Concat(kernel).Select(size => (long)Below((int)size))];
        bool fits = Enumerable.Range(0, 2).All(axis => pads[axis] + _shape[axis + 1] + pads[axis + 2] >= kernel[axis]);
        return fits
            ? [OnnxAttribute.Of("kernel_shape", kernel), OnnxAttribute.Of("strides", Size(), Size()), OnnxAttribute.Of("pads", pads)]
            : Window();
    }

    /// <summary>Splits the first axis, or joins all, or leaves the first to the rows.</summary>
    private string Reshape()
    {
        string edge = Any();
        long[] shape = Below(3) switch
        {
            0 => [1, .. _shape],
            1 => [Product(_shape)],
            _ => _shape.Length == 1 ? [1] : _shape[1..],
        };
        return Graph.Node("Reshape", [edge, Graph.Constant([-1, .. shape.Take(3)])]);
    }

    private string Transpose()
    {
        string edge = Any();
        long[] axes = [.. Enumerable.Range(1, _shape.Length).Select(axis => (long)axis)];
        random.Shuffle(axes);
        return Graph.Node("Transpose", [edge], OnnxAttribute.Of("perm", [0, .. axes]));
    }

    private string Concat()
    {
        string edge = Any();
        string twice = Graph.Node("Concat", [edge, Graph.Node("Tanh", [edge])], OnnxAttribute.Of("axis", 1L));
        return Graph.Node("Concat", [edge, .. Enumerable.Repeat(twice, 1 + Below(15))], OnnxAttribute.Of("axis", 1L));
    }

    private string Slice()
    {
        string edge = Any(), last = Graph.Constant([-1]);
        return Graph.Node("Slice", [edge, last, Graph.Constant([long.MinValue]), Graph.Constant([1 + (long)Below(_shape.Length)]), last]);
    }

    private static long Product(IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => product * size);
}
