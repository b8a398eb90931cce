using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>The feature rows and output rows of one reader, bound to the scorer once, so that scoring copies and allocates nothing.</summary>
internal sealed class ScoringBuffer : IScoringBuffer
{
    private readonly OnnxScorer _scorer;
    private readonly string _inputName;
    private readonly int _inputWidth;
    private readonly float[] _inputs;
    private readonly (string Name, long[] Shape, int Width, float[] Values)[] _outputs; // of a row
    private readonly RunOptions _runOptions;
    private readonly Binding?[] _kept; // by the rows that are scored; none where a binding serves only once

    /// <param name="scorer">What computes the outputs.</param>
    /// <param name="capacity">The most rows that are scored at once.</param>
    internal ScoringBuffer(OnnxScorer scorer, int capacity)
    {
        _scorer = scorer;
        (_inputName, _inputWidth) = scorer.Input;
        _inputs = Pinned(capacity * _inputWidth);
        _outputs = [.. scorer.Outputs.Select(output => Reserve(output, capacity))];
        _kept = new Binding?[scorer.KeepsBindings ? capacity + 1 : 0];
        Keep(capacity); // opens the session, which tells what is wrong with a native library
        _runOptions = new RunOptions();
    }

    public void Take(int row, in VBuffer<float> features) => _scorer.Prepare(features, _inputs.AsSpan(row * _inputWidth, _inputWidth));

    public ReadOnlySpan<float> Output(int output, int row)
    {
        (_, _, int width, float[] values) = _outputs[output];
        return values.AsSpan(row * width, width);
    }

    public void Score(int rows)
    {
        if (Keep(rows) is { } kept)
        {
            _scorer.Run(kept.Io, _runOptions);
            return;
        }
        using Binding once = new(this, rows);
        _scorer.Run(once.Io, _runOptions);
    }

    public void Dispose()
    {
        Array.ForEach(_kept, binding => binding?.Dispose());
        _runOptions.Dispose();
    }

    /// <summary>The binding of so many rows, made once: requests that are scored together come in blocks of any size.</summary>
    private Binding? Keep(int rows) => _kept.Length > 0 ? _kept[rows] ??= new Binding(this, rows) : null;

    private static (string Name, long[] Shape, int Width, float[] Values) Reserve(OnnxValue output, int capacity)
    {
        long[] shape = [.. output.Shape.Skip(1).Select(size => size!.Value)];
        int width = (int)OnnxShape.Values(shape);
        return (output.Name, shape, width, Pinned(capacity * width));
    }

    /// <summary>An array that never moves, so that ONNX Runtime may keep its address.</summary>
    private static float[] Pinned(int length) => GC.AllocateArray<float>(length, pinned: true);

    /// <summary>The first rows of the arrays as inputs and outputs of ONNX Runtime.</summary>
    private sealed class Binding : IDisposable
    {
        private readonly List<OrtValue> _values = [];

        internal Binding(ScoringBuffer buffer, int rows)
        {
            Io = buffer._scorer.CreateBinding(io =>
            {
                io.BindInput(buffer._inputName, Value(buffer._inputs, [rows, buffer._inputWidth]));
                foreach ((string name, long[] shape, _, float[] values) in buffer._outputs)
                {
                    io.BindOutput(name, Value(values, [rows, .. shape]));
                }
            });
        }

        internal OrtIoBinding Io { get; }

        public void Dispose()
        {
            Io.Dispose();
            _values.ForEach(value => value.Dispose());
        }

        private OrtValue Value(float[] pinned, long[] shape)
        {
            OrtValue value = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance,
                TensorElementType.Float,
                shape,
                Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0),
                (long)OnnxShape.Values(shape) * sizeof(float));
            _values.Add(value);
            return value;
        }
    }
}
