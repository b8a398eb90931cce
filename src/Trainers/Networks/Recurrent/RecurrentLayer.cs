using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A recurrent layer that reads sequences from the beginning and, if it has two directions, from the end, too.</summary>
/// <remarks>
/// The backward direction reads rows reversed within their own length; so neither sees padding, whatever else is in the batch, and both are
/// one call into LibTorch. In the graph it is one standard operator, which takes the lengths.
/// </remarks>
internal sealed class RecurrentLayer : ISequenceLayer
{
    private readonly string _name;
    private readonly RecurrentCell _cell;
    private readonly int _hidden;
    private readonly RecurrentWeights[] _directions;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="index">Which layer it is of some, from 0.</param>
    /// <param name="cell">The kind of cell.</param>
    /// <param name="inputs">The numbers of a step.</param>
    /// <param name="hidden">H, the outputs of a direction.</param>
    /// <param name="isBidirectional">Whether there are two directions.</param>
    /// <param name="generator">Draws the initial weights.</param>
    internal RecurrentLayer(string name, int index, RecurrentCell cell, int inputs, int hidden, bool isBidirectional, Generator generator)
    {
        _name = $"{name}.l{index}";
        _cell = cell;
        _hidden = hidden;
        string[] suffixes = isBidirectional ? [$"l{index}", $"l{index}_reverse"] : [$"l{index}"];
        _directions = [.. suffixes.Select(suffix => new RecurrentWeights(name, suffix, cell, inputs, hidden, generator))];
    }

    public IReadOnlyList<Weight> Weights => [.. _directions.SelectMany(direction => direction.All)];

    public int Outputs => _hidden * _directions.Length;

    public double Widest(double steps) => steps * _cell.Gates * Outputs;

    public Sequences Forward(Sequences input, bool training)
    {
        Tensor forward = Run(input.Values, _directions[0]);
        if (_directions is not [_, var backward])
        {
            return input with { Values = forward };
        }
        Tensor reversed = Run(input.Reversed(input.Values), backward);
        return input with { Values = cat([forward, input.Reversed(reversed)], 2) };
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input, SequenceMask? mask)
    {
        string stepsFirst = graph.Node("Transpose", [input], OnnxAttribute.Of("perm", [1, 0, 2]));
        string[] weights = [Stacked(graph, "W", 0), Stacked(graph, "R", 1), Biases(graph)];
        List<OnnxAttribute> attributes =
        [
            OnnxAttribute.Of("hidden_size", (long)_hidden),
            OnnxAttribute.Of("direction", _directions.Length == 2 ? "bidirectional" : "forward"),
        ];
        if (_cell == RecurrentCell.Gru)
        {
            attributes.Add(OnnxAttribute.Of("linear_before_reset", 1L));
        }
        string outputs = graph.Node(_cell.Operator, [stepsFirst, .. weights, .. mask is null ? (string[])[] : [mask.Lengths]], [.. attributes]); // [T, directions, N, H]
        string rowsFirst = graph.Node("Transpose", [outputs], OnnxAttribute.Of("perm", [2, 0, 1, 3]));
        return graph.Node("Reshape", [rowsFirst, graph.Constant([0, 0, Outputs])]);
    }

    public void FromOnnx(OnnxGraph graph)
    {
        ReadOnlySpan<float> biases = Read(graph, "B", [_directions.Length, 2 * _cell.Gates * _hidden]);
        for (int direction = 0; direction < _directions.Length; direction++)
        {
            IReadOnlyList<Weight> weights = _directions[direction].All;
            for (int index = 0; index < 2; index++)
            {
                ReadOnlySpan<float> stacked = Read(graph, index == 0 ? "W" : "R", [_directions.Length, .. weights[index].Value.shape]);
                Take(weights[index], stacked.Slice(direction * (int)weights[index].Value.numel()));
                Take(weights[index + 2], biases[((2 * direction + index) * _cell.Gates * _hidden)..]);
            }
        }
    }

    private Tensor Run(Tensor input, RecurrentWeights weights)
    {
        if (!TrainingScript.IsAvailable(input.device))
        {
            return _cell.Run(input, weights);
        }
        Tensor[] all = [.. weights.All.Select(weight => weight.In(input.dtype))];
        return TrainingScript.Run(_cell.Function, input, weights.InitialState(input), all)[0];
    }

    /// <summary>Weights of all directions as a constant, [directions, gates · H, in].</summary>
    private string Stacked(OnnxGraphBuilder graph, string kind, int index)
    {
        float[] numbers = [.. _directions.SelectMany(direction => InOnnx(direction.All[index]))];
        return graph.Constant(OnnxTensor.Of($"{_name}.{kind}", numbers, [_directions.Length, .. _directions[0].All[index].Value.shape]));
    }

    /// <summary>The biases of all directions, [directions, 2 · gates · H]: those of inputs, then those of states.</summary>
    private string Biases(OnnxGraphBuilder graph)
    {
        float[] numbers = [.. _directions.SelectMany(direction => direction.All.Skip(2).SelectMany(InOnnx))];
        return graph.Constant(OnnxTensor.Of($"{_name}.B", numbers, _directions.Length, numbers.Length / _directions.Length));
    }

    private float[] InOnnx(Weight weight)
    {
        float[] numbers = weight.ToOnnx().Singles.ToArray();
        int gate = numbers.Length / _cell.Gates;
        return [.. _cell.GatesInOnnx.SelectMany(place => numbers[(place * gate)..((place + 1) * gate)])];
    }

    private ReadOnlySpan<float> Read(OnnxGraph graph, string kind, long[] shape)
    {
        OnnxTensor stored = graph.Initializer($"{_name}.{kind}");
        return stored.Shape.SequenceEqual(shape)
            ? stored.Singles
            : throw new FormatException($"Weight '{stored.Name}' of the ONNX graph has shape [{string.Join(", ", stored.Shape)}]; the network needs [{string.Join(", ", shape)}].");
    }

    /// <summary>Takes the first numbers, gate by gate, into a weight.</summary>
    private void Take(Weight weight, ReadOnlySpan<float> numbers)
    {
        using IDisposable noGradient = no_grad();
        int gate = (int)weight.Value.numel() / _cell.Gates;
        float[] ordered = new float[weight.Value.numel()];
        for (int place = 0; place < _cell.Gates; place++)
        {
            numbers.Slice(place * gate, gate).CopyTo(ordered.AsSpan(_cell.GatesInOnnx[place] * gate));
        }
        using Tensor values = tensor(ordered, weight.Value.shape);
        weight.Value.copy_(values);
    }
}
