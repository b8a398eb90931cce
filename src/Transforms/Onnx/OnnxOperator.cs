namespace MLNetDeep.Onnx;

/// <summary>An operator that graphs may use, with the way its output shape follows from its inputs.</summary>
/// <param name="InputCount">The number of inputs that it must have.</param>
/// <param name="Attributes">The attributes it has, with their values.</param>
/// <param name="Shape">
/// The shape of the output from those of the inputs, as <see cref="OnnxShape"/> has them; throws <see cref="FormatException"/> for inputs that do not fit together.
/// </param>
/// <remarks>Operators are those of operator set 12, with less freedom.</remarks>
internal sealed record OnnxOperator(int InputCount, OnnxAttributeRule[] Attributes, Func<OnnxNode, long[][], long[]> Shape)
{
    /// <summary>All operators that the layers and tasks of this project write; on integers, <see cref="OnnxIntegers"/> has others.</summary>
    internal static readonly IReadOnlyDictionary<string, OnnxOperator> All = new Dictionary<string, OnnxOperator>
    {
        ["Abs"] = Unary(),
        ["Erf"] = Unary(),
        ["Identity"] = Unary(),
        ["Log"] = Unary(),
        ["Relu"] = Unary(),
        ["Selu"] = Unary(),
        ["Sigmoid"] = Unary(),
        ["Softplus"] = Unary(),
        ["Sqrt"] = Unary(),
        ["Tanh"] = Unary(),
        ["Add"] = Elementwise(2),
        ["Sub"] = Elementwise(2),
        ["Mul"] = Elementwise(2),
        ["Div"] = Elementwise(2),
        ["Less"] = Elementwise(2),
        ["Where"] = Elementwise(3),
        ["Clip"] = new(3, [], OnnxDense.Clip),
        ["Gemm"] = new(3, [new("transB", "0 or 1", transB => transB is { Int64: 0 or 1 }) { IsOptional = true }], OnnxDense.Gemm),
        ["Softmax"] = new(1, [new("axis", "1, 2 or 3", axis => axis is { Int64: 1 or 2 or 3 })], OnnxDense.Softmax),
        ["ReduceMean"] = new(
            1,
            [
                new("axes", "-1 or 1", axes => axes is { Int64s: [-1 or 1] }),
                new("keepdims", "0", keepdims => keepdims is { Int64: 0 }) { IsOptional = true },
            ],
            OnnxDense.ReduceMean),
        ["BatchNormalization"] = new(5, [new("epsilon", "one between 0 and 1", epsilon => epsilon is { Single: > 0 and < 1 })], OnnxDense.BatchNormalization),
        ["Conv"] = new(2, [.. OnnxWindow.Attributes, new("group", "a positive number", group => group is { Int64: > 0 })], OnnxWindow.Conv) { OptionalInputs = 1 },
        ["MaxPool"] = new(1, OnnxWindow.Attributes, OnnxWindow.Pool),
        ["AveragePool"] = new(1, [.. OnnxWindow.Attributes, new("count_include_pad", "0 or 1", include => include is { Int64: 0 or 1 })], OnnxWindow.Pool),
        ["GlobalAveragePool"] = new(1, [], OnnxWindow.GlobalPool),
        ["Flatten"] = new(1, [new("axis", "1", axis => axis is { Int64: 1 })], OnnxLayout.Flatten),
        ["Reshape"] = new(2, [], OnnxLayout.Reshape) { Integers = 1 },
        ["Transpose"] = new(1, [new("perm", "an order of axes with the rows first", perm => OnnxLayout.IsOrder(perm.Int64s))], OnnxLayout.Transpose),
        ["Concat"] = new(2, [new("axis", "1", axis => axis is { Int64: 1 })], OnnxLayout.Concat) { OptionalInputs = 14 },
        ["Slice"] = new(5, [], OnnxLayout.Slice) { Integers = 4 },
        ["Gather"] = new(2, [], OnnxSequence.Gather) { Types = [OnnxElementType.Single, OnnxElementType.Int64] },
        ["MatMul"] = new(2, [], OnnxSequence.MatMul),
        ["ReduceSum"] = ReduceSteps(),
        ["ReduceMax"] = ReduceSteps(),
        ["Pad"] = new(2, [], OnnxIntegers.NextStep) { Integers = 1 },
        ["CumSum"] = new(2, [], OnnxSequence.CumulativeSum) { Integers = 1 },
        ["Cast"] = new(1, [new("to", "6 or 7", to => to is { Int64: 6 or 7 })], OnnxSequence.Cast) { Result = node => (OnnxElementType)node.Attribute("to")!.Int64!.Value },
        [ModuleGraph.Operator] = new(1, [new(ModuleGraph.Outputs, "a number from 1 to 16777216", outputs => outputs is { Int64: > 0 and <= OnnxValidator.MaximumWidth })], OnnxDense.Module) { OptionalInputs = OnnxValidator.MaximumNodes },
        ["LSTM"] = Recurrent(gates: 4),
        ["GRU"] = Recurrent(gates: 3, new OnnxAttributeRule("linear_before_reset", "1", linear => linear is { Int64: 1 })),
    };

    /// <summary>How many inputs more it may have.</summary>
    internal int OptionalInputs { get; init; }

    /// <summary>How many of its inputs, the last ones, are constants of integers. Of these, <see cref="Shape"/> is given the values.</summary>
    internal int Integers { get; init; }

    /// <summary>The types of its inputs; those behind them are floats.</summary>
    internal OnnxElementType[] Types { get; init; } = [];

    /// <summary>The type of its output; floats, unless it tells.</summary>
    internal Func<OnnxNode, OnnxElementType> Result { get; init; } = _ => OnnxElementType.Single;

    /// <summary>The operator of a node, on integers if it reads such; <see langword="null"/> if there is none of that name.</summary>
    internal static OnnxOperator? Of(OnnxNode node, OnnxEdges edges) =>
        node.Inputs.Count > 0 && edges.Shape(node.Inputs[0], OnnxElementType.Int64) is not null && OnnxIntegers.All.TryGetValue(node.OperatorType, out OnnxOperator? ofIntegers)
            ? ofIntegers
            : All.GetValueOrDefault(node.OperatorType);

    private static OnnxOperator Unary() => Elementwise(1);

    private static OnnxOperator ReduceSteps() => new(
        1, [new("axes", "1", axes => axes is { Int64s: [1] }), new("keepdims", "0 or 1", keepdims => keepdims is { Int64: 0 or 1 })], OnnxSequence.ReduceSteps);

    private static OnnxOperator Recurrent(int gates, params OnnxAttributeRule[] more) =>
        new(4, [.. OnnxSequence.Attributes, .. more], (node, inputs) => OnnxSequence.Recurrent(node, inputs, gates))
        {
            OptionalInputs = 1,
            Types = [OnnxElementType.Single, OnnxElementType.Single, OnnxElementType.Single, OnnxElementType.Single, OnnxElementType.Int32],
        };

    private static OnnxOperator Elementwise(int inputs) => new(inputs, [], (_, shapes) => shapes.Aggregate(OnnxDense.Broadcast));
}
