using System.Numerics.Tensors;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>The operators of a <see cref="RowProgram"/>: what ONNX says of them, for one row.</summary>
internal static class RowOperators
{
    /// <summary>Makes a step from the places of a node's inputs and of its output.</summary>
    internal delegate Action<float[][]> Operator(int[] inputs, int output);

    private delegate void Map(ReadOnlySpan<float> input, Span<float> output);

    private delegate void Combine(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output);

    private delegate void CombineWithNumber(ReadOnlySpan<float> left, float right, Span<float> output);

    /// <summary>The operator of a node; <see langword="null"/> for those that are left to ONNX Runtime.</summary>
    internal static Operator? Of(OnnxNode node) => node.OperatorType switch
    {
        "Identity" => Unary((input, output) => input.CopyTo(output)),
        "Abs" => Unary(TensorPrimitives.Abs),
        "Sqrt" => Unary(TensorPrimitives.Sqrt),
        "Tanh" => Unary(TensorPrimitives.Tanh),
        "Relu" => Unary((input, output) => TensorPrimitives.Max(input, 0, output)),
        "Sigmoid" => Unary(Sigmoid),
        "Softmax" => Unary(Softmax),
        "ReduceMean" => Unary((input, output) => output[0] = TensorPrimitives.Sum(input) / input.Length),
        "Add" => Binary(TensorPrimitives.Add, TensorPrimitives.Add),
        "Sub" => Binary(TensorPrimitives.Subtract, TensorPrimitives.Subtract),
        "Mul" => Binary(TensorPrimitives.Multiply, TensorPrimitives.Multiply),
        "Div" => Binary(TensorPrimitives.Divide, TensorPrimitives.Divide),
        "Less" => Binary(Less, Less),
        "Where" => (inputs, output) => memory => Where(memory[inputs[0]], memory[inputs[1]], memory[inputs[2]], memory[output]),
        "Clip" => (inputs, output) => memory => Clip(memory[inputs[0]], memory[inputs[1]][0], memory[inputs[2]][0], memory[output]),
        _ => null,
    };

    private static Operator Unary(Map map) => (inputs, output) => memory => map(memory[inputs[0]], memory[output]);

    /// <summary>The right operand may be a single number.</summary>
    private static Operator Binary(Combine combine, CombineWithNumber withNumber) => (inputs, output) => memory =>
    {
        float[] left = memory[inputs[0]], right = memory[inputs[1]];
        if (right.Length == left.Length)
        {
            combine(left, right, memory[output]);
        }
        else
        {
            withNumber(left, right[0], memory[output]);
        }
    };

    private static void Clip(ReadOnlySpan<float> input, float lowest, float highest, Span<float> output)
    {
        TensorPrimitives.Max(input, lowest, output);
        TensorPrimitives.Min(output, highest, output);
    }

    private static void Less(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output)
    {
        for (int index = 0; index < left.Length; index++)
        {
            output[index] = left[index] < right[index] ? 1 : 0;
        }
    }

    private static void Less(ReadOnlySpan<float> left, float right, Span<float> output)
    {
        for (int index = 0; index < left.Length; index++)
        {
            output[index] = left[index] < right ? 1 : 0;
        }
    }

    private static void Where(ReadOnlySpan<float> condition, ReadOnlySpan<float> yes, ReadOnlySpan<float> no, Span<float> output)
    {
        for (int index = 0; index < output.Length; index++)
        {
            output[index] = condition[index] != 0 ? yes[index] : no[index];
        }
    }

    /// <remarks>A single number, the probability of a binary classifier, is not worth what is compiled for many.</remarks>
    private static void Sigmoid(ReadOnlySpan<float> input, Span<float> output)
    {
        if (input.Length == 1)
        {
            output[0] = 1 / (1 + MathF.Exp(-input[0]));
        }
        else
        {
            TensorPrimitives.Sigmoid(input, output);
        }
    }

    private static void Softmax(ReadOnlySpan<float> input, Span<float> output)
    {
        TensorPrimitives.Subtract(input, TensorPrimitives.Max(input), output);
        TensorPrimitives.Exp(output, output);
        TensorPrimitives.Divide(output, TensorPrimitives.Sum<float>(output), output);
    }
}
