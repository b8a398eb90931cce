using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>The weights of an LSTM or GRU, which ONNX stacks by direction and PyTorch names one by one, with gates in another order.</summary>
/// <param name="node">The operator, with its weights "name.l0.W", "name.l0.R" and "name.l0.B" behind the input.</param>
internal sealed class RecurrentGates(OnnxNode node)
{
    private static readonly string[] s_directions = ["", "_reverse"];
    private static readonly string[] s_kinds = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];

    // For each gate in the order of ONNX, its place in PyTorch's. LSTM: i, o, f, c of i, f, c, o. GRU: z, r, n of r, z, n.
    private readonly int[] _gates = node.OperatorType == "LSTM" ? [0, 3, 1, 2] : [1, 0, 2];
    private readonly string _prefix = node.Inputs[1][..node.Inputs[1].LastIndexOf('.')];

    /// <summary>The names of the weights in PyTorch, direction by direction.</summary>
    private string[][] Names(long directions)
    {
        (string layer, string index) = (_prefix[.._prefix.LastIndexOf('.')], _prefix[(_prefix.LastIndexOf('.') + 1)..]);
        return [.. s_directions.Take((int)directions).Select(suffix => s_kinds.Select(kind => $"{layer}.{kind}_{index}{suffix}").ToArray())];
    }

    internal IEnumerable<NamedTensor> ToTorch(OnnxGraph graph)
    {
        OnnxTensor[] stacked = [graph.Initializer($"{_prefix}.W"), graph.Initializer($"{_prefix}.R"), graph.Initializer($"{_prefix}.B")];
        string[][] names = Names(stacked[0].Shape[0]);
        for (int direction = 0; direction < names.Length; direction++)
        {
            for (int kind = 0; kind < s_kinds.Length; kind++)
            {
                OnnxTensor source = stacked[Math.Min(kind, 2)];
                long[] shape = kind < 2 ? [.. source.Shape.Skip(1)] : [source.Shape[1] / 2];
                float[] torch = new float[shape.Aggregate((size, next) => size * next)];
                int start = kind < 2 ? direction * torch.Length : ((2 * direction) + kind - 2) * torch.Length;
                Exchange(source.Singles.Slice(start, torch.Length), torch, toTorch: true);
                yield return new NamedTensor(names[direction][kind], shape, torch);
            }
        }
    }

    /// <summary>The stacked weights; none if one is missing or has another shape.</summary>
    internal IEnumerable<OnnxTensor> FromTorch(OnnxGraph own, IReadOnlyDictionary<string, NamedTensor> torch)
    {
        NamedTensor[] expected = [.. ToTorch(own)];
        if (expected.Any(weight => !torch.TryGetValue(weight.Name, out NamedTensor? known) || !known.Shape.SequenceEqual(weight.Shape)))
        {
            return [];
        }
        float[][] inOnnx = [.. expected.Select(weight =>
        {
            float[] numbers = new float[weight.Values.Length];
            Exchange(torch[weight.Name].Values, numbers, toTorch: false);
            return numbers;
        })];
        OnnxTensor Stacked(string kind, Func<int, bool> isKind) =>
            OnnxTensor.Of($"{_prefix}.{kind}", [.. inOnnx.Where((_, index) => isKind(index % s_kinds.Length)).SelectMany(numbers => numbers)], [.. own.Initializer($"{_prefix}.{kind}").Shape]);
        return [Stacked("W", kind => kind == 0), Stacked("R", kind => kind == 1), Stacked("B", kind => kind > 1)];
    }

    /// <summary>Brings gates from one order into the other.</summary>
    private void Exchange(ReadOnlySpan<float> from, Span<float> to, bool toTorch)
    {
        int gate = from.Length / _gates.Length;
        for (int place = 0; place < _gates.Length; place++)
        {
            (int source, int target) = toTorch ? (place, _gates[place]) : (_gates[place], place);
            from.Slice(source * gate, gate).CopyTo(to[(target * gate)..]);
        }
    }
}
