using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep;

/// <summary>The matrix of a fully connected layer, laid out for one row at a time: y = b + Σ xᵢ·W[i].</summary>
/// <remarks>
/// Outputs are cut into panels that stay in registers while the inputs pass, each of which reads one line of the panel. Inputs of zero, half of
/// them behind a ReLU, are left out beforehand: a branch per input would cost more than the product.
/// </remarks>
internal sealed class PackedMatrix
{
    private const int Panel = 64; // outputs: four vectors of 512 bits

    private readonly int _inputs;
    private readonly int _outputs;
    private readonly float[] _panels; // [panel, input, output of the panel], the last panel filled up with zeros
    private readonly float[] _bias;

    /// <param name="weights">W, by input or by output.</param>
    /// <param name="bias">b, shape [outputs].</param>
    /// <param name="isByOutput">Whether W has the shape [outputs, inputs].</param>
    internal PackedMatrix(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, bool isByOutput)
    {
        _outputs = bias.Length;
        _inputs = weights.Length / _outputs;
        int panels = (_outputs + Panel - 1) / Panel;
        _panels = new float[panels * _inputs * Panel];
        _bias = new float[panels * Panel];
        bias.CopyTo(_bias);
        for (int output = 0; output < _outputs; output++)
        {
            for (int input = 0; input < _inputs; input++)
            {
                _panels[((output / Panel * _inputs) + input) * Panel + (output % Panel)] =
                    isByOutput ? weights[(output * _inputs) + input] : weights[(input * _outputs) + output];
            }
        }
    }

    /// <summary>Computes the outputs of a row.</summary>
    /// <param name="row">x, shape [inputs].</param>
    /// <param name="places">Memory for as many numbers.</param>
    /// <param name="values">Memory for as many numbers.</param>
    /// <param name="outputs">y, shape [outputs].</param>
    internal void Multiply(ReadOnlySpan<float> row, Span<int> places, Span<float> values, Span<float> outputs)
    {
        int count = 0;
        for (int input = 0; input < row.Length; input++)
        {
            places[count] = input * Panel;
            values[count] = row[input];
            count += row[input] != 0 ? 1 : 0;
        }
        Span<float> sums = stackalloc float[Panel];
        for (int first = 0; first < _outputs; first += Panel)
        {
            MultiplyPanel(
                ref _panels[first * _inputs], places[..count], values[..count], ref _bias[first], ref MemoryMarshal.GetReference(sums));
            sums[..Math.Min(Panel, _outputs - first)].CopyTo(outputs[first..]);
        }
    }

    private static void MultiplyPanel(ref float panel, ReadOnlySpan<int> places, ReadOnlySpan<float> values, ref float bias, ref float sums)
    {
        nuint width = (nuint)Vector512<float>.Count;
        Vector512<float> sum0 = Vector512.LoadUnsafe(ref bias);
        Vector512<float> sum1 = Vector512.LoadUnsafe(ref bias, width);
        Vector512<float> sum2 = Vector512.LoadUnsafe(ref bias, 2 * width);
        Vector512<float> sum3 = Vector512.LoadUnsafe(ref bias, 3 * width);
        for (int index = 0; index < places.Length; index++)
        {
            ref float line = ref Unsafe.Add(ref panel, places[index]);
            Vector512<float> value = Vector512.Create(values[index]);
            sum0 = Vector512.MultiplyAddEstimate(value, Vector512.LoadUnsafe(ref line), sum0);
            sum1 = Vector512.MultiplyAddEstimate(value, Vector512.LoadUnsafe(ref line, width), sum1);
            sum2 = Vector512.MultiplyAddEstimate(value, Vector512.LoadUnsafe(ref line, 2 * width), sum2);
            sum3 = Vector512.MultiplyAddEstimate(value, Vector512.LoadUnsafe(ref line, 3 * width), sum3);
        }
        sum0.StoreUnsafe(ref sums);
        sum1.StoreUnsafe(ref sums, width);
        sum2.StoreUnsafe(ref sums, 2 * width);
        sum3.StoreUnsafe(ref sums, 3 * width);
    }
}
