using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep;

/// <summary>A few neighbouring outputs of a <see cref="PackedMatrix"/>.</summary>
internal abstract class Panel
{
    /// <summary>The number of outputs.</summary>
    internal abstract int Width { get; }

    /// <summary>W, shape [inputs, width].</summary>
    internal abstract float[] Weights { get; }

    /// <summary>b, shape [width].</summary>
    internal abstract float[] Bias { get; }

    /// <summary>Computes the outputs of a row, as many of them as are asked for.</summary>
    internal abstract void Multiply(ReadOnlySpan<float> row, Span<float> outputs);
}

/// <inheritdoc cref="Panel"/>
/// <typeparam name="TSums">The sums of the outputs, which stay in registers while the inputs pass.</typeparam>
/// <remarks>
/// An input reads one line of the weights. Inputs of zero, half of them behind a ReLU, are left out 64 at a time, by the bits that tell
/// them apart: a branch for each would cost more than the product. What takes the time is the way of the weights from the second-level cache.
/// </remarks>
internal sealed class Panel<TSums>(int inputs, float lowest) : Panel
    where TSums : struct, ISums<TSums>
{
    private const int Block = 64; // inputs: the bits of a mask

    internal override int Width => TSums.Width;

    internal override float[] Weights { get; } = new float[inputs * TSums.Width];

    internal override float[] Bias { get; } = new float[TSums.Width];

    internal override void Multiply(ReadOnlySpan<float> row, Span<float> outputs)
    {
        if (outputs.Length >= Width)
        {
            Multiply(row, Weights, Bias, lowest, ref MemoryMarshal.GetReference(outputs));
            return;
        }
        Span<float> all = stackalloc float[Width];
        Multiply(row, Weights, Bias, lowest, ref MemoryMarshal.GetReference(all));
        all[..outputs.Length].CopyTo(outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // compiled once and well: the first rows are those that someone waits for
    private static void Multiply(ReadOnlySpan<float> row, float[] weights, float[] bias, float lowest, ref float outputs)
    {
        TSums sums = TSums.Load(ref MemoryMarshal.GetArrayDataReference(bias));
        for (int first = 0; first < row.Length; first += Block)
        {
            ref float block = ref Unsafe.Add(ref MemoryMarshal.GetReference(row), first);
            ref float lines = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(weights), first * TSums.Width);
            for (ulong mask = NonZero(ref block, Math.Min(Block, row.Length - first)); mask != 0; mask &= mask - 1)
            {
                int input = BitOperations.TrailingZeroCount(mask);
                sums = sums.Add(Vector512.Create(Unsafe.Add(ref block, input)), ref Unsafe.Add(ref lines, input * TSums.Width));
            }
        }
        sums.Store(ref outputs, Vector512.Create(lowest));
    }

    /// <summary>A bit for each number, set if it is not zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong NonZero(ref float numbers, int count)
    {
        ulong mask = 0;
        int index = 0;
        for (; index + Vector512<float>.Count <= count; index += Vector512<float>.Count)
        {
            Vector512<float> isZero = Vector512.Equals(Vector512.LoadUnsafe(ref numbers, (nuint)index), Vector512<float>.Zero);
            mask |= (~isZero).ExtractMostSignificantBits() << index;
        }
        for (; index < count; index++)
        {
            mask |= (Unsafe.Add(ref numbers, index) != 0 ? 1UL : 0) << index;
        }
        return mask;
    }
}
