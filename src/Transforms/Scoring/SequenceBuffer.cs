using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>The sequences and output rows of one reader. Those of about the same length are scored together, so that little of a block is padding.</summary>
internal sealed class SequenceBuffer : IScoringBuffer
{
    private const double MaximumValues = 1 << 26; // on all edges of the graph: 256 MB, of which ONNX Runtime keeps a few at a time
    private const int LooseSteps = 4; // by which the lengths of a block may differ, beside a quarter

    private readonly OnnxScorer _scorer;
    private readonly SequenceForm _form;
    private readonly int[] _starts; // of each row in the steps
    private readonly int[] _lengths; // in steps
    private readonly int[] _order;
    private readonly SequenceOutputs _outputs;
    private readonly RunOptions _runOptions = new();
    private float[] _steps = [];
    private float[] _row = [];
    private int _filled;

    /// <param name="scorer">What computes the outputs.</param>
    /// <param name="form">How rows are sequences.</param>
    /// <param name="capacity">The most rows that are scored at once.</param>
    internal SequenceBuffer(OnnxScorer scorer, SequenceForm form, int capacity)
    {
        _scorer = scorer;
        _form = form;
        _starts = new int[capacity];
        _lengths = new int[capacity];
        _order = new int[capacity];
        _outputs = new SequenceOutputs(scorer.Outputs, capacity);
        scorer.CheckAlive();
    }

    public void Take(int row, in VBuffer<float> features)
    {
        if (row == 0)
        {
            _filled = 0;
        }
        ReadOnlySpan<float> steps = _form.Steps(features, ref _row, out KeptSteps kept);
        if (_steps.Length < _filled + steps.Length)
        {
            Array.Resize(ref _steps, Math.Max(_filled + steps.Length, (int)Math.Min(Array.MaxLength, 2L * _steps.Length)));
        }
        steps.CopyTo(_steps.AsSpan(_filled));
        (_starts[row], _lengths[row]) = (_filled, steps.Length / _form.Width);
        _filled += steps.Length;
        _outputs.Expect(row, kept);
    }

    public ReadOnlySpan<float> Output(int output, int row) => _outputs.Of(output, row);

    public void Score(int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            _order[row] = row;
        }
        _order.AsSpan(0, rows).Sort((left, right) => (_lengths[left], left).CompareTo((_lengths[right], right)));
        int count;
        for (int first = 0; first < rows; first += count)
        {
            count = RowsTogether(first, rows);
            Score(_order.AsSpan(first, count));
        }
    }

    public void Dispose() => _runOptions.Dispose();

    /// <summary>How many rows from one on, in the order of their lengths, are scored together.</summary>
    private int RowsTogether(int first, int rows)
    {
        int longest = (_lengths[_order[first]] * 5 / 4) + LooseSteps, count = 1;
        while (first + count < rows && _lengths[_order[first + count]] is var length && length <= longest && (count + 1) * _scorer.Size.Values(length) <= MaximumValues)
        {
            count++;
        }
        return count;
    }

    private void Score(ReadOnlySpan<int> rows)
    {
        int steps = _lengths[rows[^1]], count = rows.Length;
        _scorer.CheckRoom(steps);
        List<OrtValue> values = [Steps(rows, steps), Mask(rows, steps)];
        long[][] shapes = [.. Enumerable.Range(0, _outputs.Count).Select(output => _outputs.Shape(output, count, steps))];
        float[][] outputs = [.. shapes.Select(shape => new float[(long)OnnxShape.Values(shape)])];
        try
        {
            values.AddRange(outputs.Zip(shapes, OrtValue.CreateTensorValueFromMemory));
            using OrtIoBinding binding = _scorer.CreateBinding(io =>
            {
                io.BindInput(_form.Kind == SequenceKind.Tokens ? DeepGraph.Tokens : DeepGraph.Input, values[0]);
                io.BindInput(DeepGraph.Mask, values[1]);
                for (int index = 0; index < outputs.Length; index++)
                {
                    io.BindOutput(_outputs.Name(index), values[index + 2]);
                }
            });
            _scorer.Run(binding, _runOptions);
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
        for (int output = 0; output < outputs.Length; output++)
        {
            _outputs.Keep(output, rows, outputs[output]);
        }
    }

    /// <summary>The steps of some rows behind each other, and zeros where one is shorter than the longest.</summary>
    private OrtValue Steps(ReadOnlySpan<int> rows, int steps)
    {
        int width = steps * _form.Width;
        float[] block = new float[rows.Length * width];
        for (int index = 0; index < rows.Length; index++)
        {
            _steps.AsSpan(_starts[rows[index]], _lengths[rows[index]] * _form.Width).CopyTo(block.AsSpan(index * width));
        }
        if (_form.Kind == SequenceKind.Numbers)
        {
            return OrtValue.CreateTensorValueFromMemory(block, [rows.Length, steps, _form.Width]);
        }
        long[] tokens = new long[block.Length];
        TensorPrimitives.ConvertTruncating<float, long>(block, tokens);
        return OrtValue.CreateTensorValueFromMemory(tokens, [rows.Length, steps]);
    }

    private OrtValue Mask(ReadOnlySpan<int> rows, int steps)
    {
        float[] mask = new float[rows.Length * steps];
        for (int index = 0; index < rows.Length; index++)
        {
            mask.AsSpan(index * steps, _lengths[rows[index]]).Fill(1);
        }
        return OrtValue.CreateTensorValueFromMemory(mask, [rows.Length, steps]);
    }
}
