using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>The outputs of the sequences of one reader: some numbers of each row, or of each of its steps.</summary>
/// <param name="outputs">The outputs of the graph.</param>
/// <param name="capacity">The most rows that are scored at once.</param>
internal sealed class SequenceOutputs(IReadOnlyList<OnnxValue> outputs, int capacity)
{
    private readonly bool _isOfSteps = outputs[0].Shape.Count == 3;
    private readonly int[] _widths = [.. outputs.Select(output => (int)output.Shape[^1]!.Value)];
    private readonly float[][][] _values = [.. outputs.Select(_ => Enumerable.Repeat<float[]>([], capacity).ToArray())]; // by output and row
    private readonly KeptSteps[] _kept = new KeptSteps[capacity];

    internal int Count => outputs.Count;

    internal string Name(int output) => outputs[output].Name;

    /// <summary>Expects the outputs of a row.</summary>
    /// <exception cref="InvalidOperationException">They are more than an array holds.</exception>
    internal void Expect(int row, KeptSteps kept)
    {
        _kept[row] = kept;
        for (int output = 0; output < outputs.Count; output++)
        {
            long length = (long)_widths[output] * (_isOfSteps ? kept.Slots : 1);
            if (length > Array.MaxLength)
            {
                throw new InvalidOperationException($"A row of {kept.Slots} steps has more than {Array.MaxLength} scores. Cut rows to fewer steps.");
            }
            if (_values[output][row].Length < length)
            {
                _values[output][row] = new float[length];
            }
        }
    }

    /// <summary>The shape of an output of some rows that are scored together.</summary>
    /// <param name="output">Which output.</param>
    /// <param name="rows">B.</param>
    /// <param name="steps">T of the longest row.</param>
    internal long[] Shape(int output, int rows, int steps) => _isOfSteps ? [rows, steps, _widths[output]] : [rows, _widths[output]];

    /// <summary>Takes an output of some rows that were scored together; steps that were not looked at get NaN.</summary>
    /// <param name="output">Which output.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="scored">Their outputs, in <see cref="Shape"/>.</param>
    internal void Keep(int output, ReadOnlySpan<int> rows, ReadOnlySpan<float> scored)
    {
        int width = _widths[output], length = scored.Length / rows.Length;
        for (int index = 0; index < rows.Length; index++)
        {
            KeptSteps kept = _isOfSteps ? _kept[rows[index]] : new KeptSteps(1, 1, 0, 1);
            Span<float> values = _values[output][rows[index]].AsSpan(0, kept.Slots * width);
            values[..(kept.First * width)].Fill(float.NaN);
            scored.Slice(index * length, kept.Count * width).CopyTo(values[(kept.First * width)..]);
            values[((kept.First + kept.Count) * width)..].Fill(float.NaN);
        }
    }

    /// <summary>An output of a row, shape [width] or [steps · width].</summary>
    internal ReadOnlySpan<float> Of(int output, int row) => _values[output][row].AsSpan(0, _widths[output] * (_isOfSteps ? _kept[row].Slots : 1));
}
