using System.Numerics;
using System.Runtime.Intrinsics;

namespace MLNetDeep;

/// <summary>The matrix of a fully connected layer, laid out for one row at a time: y = max(b + Σ xᵢ·W[i], lowest).</summary>
internal sealed class PackedMatrix
{
    private readonly List<Panel> _panels = [];
    private readonly List<int> _firsts = [];

    /// <param name="weights">W, by input or by output.</param>
    /// <param name="bias">b, shape [outputs].</param>
    /// <param name="isByOutput">Whether W has the shape [outputs, inputs].</param>
    /// <param name="lowest">The least output: 0 for a layer with its ReLU, −∞ for one without.</param>
    internal PackedMatrix(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, bool isByOutput, float lowest = float.NegativeInfinity)
    {
        Outputs = bias.Length;
        int inputs = weights.Length / bias.Length;
        (int inputStride, int outputStride) = isByOutput ? (1, inputs) : (bias.Length, 1);
        int first = 0;
        foreach (int width in Widths(bias.Length))
        {
            Panel panel = PanelOf(width, inputs, lowest);
            int outputs = Math.Min(width, bias.Length - first);
            bias.Slice(first, outputs).CopyTo(panel.Bias);
            Fill(panel.Weights, width, outputs, weights[(first * outputStride)..], inputStride, outputStride);
            _firsts.Add(first);
            _panels.Add(panel);
            first += width;
        }
    }

    /// <summary>The number of outputs.</summary>
    internal int Outputs { get; }

    /// <summary>How many numbers a matrix takes.</summary>
    internal static long Length(int inputs, int outputs) => Widths(outputs).Sum(width => (inputs + 1L) * width);

    /// <summary>Computes the outputs of a row.</summary>
    /// <param name="row">x, shape [inputs].</param>
    /// <param name="outputs">y, shape [outputs].</param>
    internal void Multiply(ReadOnlySpan<float> row, Span<float> outputs)
    {
        for (int index = 0; index < _panels.Count; index++)
        {
            _panels[index].Multiply(row, outputs[_firsts[index]..]);
        }
    }

    private static void Fill(Span<float> lines, int width, int outputs, ReadOnlySpan<float> weights, int inputStride, int outputStride)
    {
        for (int input = 0; lines.Length > 0; input++)
        {
            for (int output = 0; output < outputs; output++)
            {
                lines[output] = weights[(input * inputStride) + (output * outputStride)];
            }
            lines = lines[width..];
        }
    }

    /// <summary>The widths of the panels for a number of outputs: the widest until one of 16, 32 or 64 holds those left.</summary>
    private static IEnumerable<int> Widths(int outputs)
    {
        int widest = Vector512.IsHardwareAccelerated ? 128 : 64; // eight vectors of sums need the registers of AVX-512
        while (outputs > 0)
        {
            int width = Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)outputs), Lane.Width, widest);
            yield return width;
            outputs -= width;
        }
    }

    private static Panel PanelOf(int width, int inputs, float lowest) => width switch
    {
        128 => new Panel<Pair<Pair<Pair<Lane>>>>(inputs, lowest),
        64 => new Panel<Pair<Pair<Lane>>>(inputs, lowest),
        32 => new Panel<Pair<Lane>>(inputs, lowest),
        _ => new Panel<Lane>(inputs, lowest),
    };
}
