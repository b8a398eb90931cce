using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep;

/// <summary>Random masks for dropout on the CPU: sixteen xoshiro128+ generators side by side (Blackman and Vigna 2021, ACM TOMS 47).</summary>
/// <remarks>LibTorch's <c>bernoulli_</c> takes 7.6 ns a number there: for dropout behind a dense layer more time than for the layer's own products.</remarks>
internal sealed class MaskGenerator
{
    private Vector512<uint> _first, _second, _third, _fourth;

    /// <param name="seed">Different seeds give different masks.</param>
    internal MaskGenerator(ulong seed)
    {
        _first = Start(ref seed);
        _second = Start(ref seed);
        _third = Start(ref seed);
        _fourth = Start(ref seed);
    }

    /// <summary>Where the generators are.</summary>
    internal byte[] State
    {
        get
        {
            Vector512<uint>[] states = [_first, _second, _third, _fourth];
            return MemoryMarshal.AsBytes(states.AsSpan()).ToArray();
        }

        set
        {
            Span<Vector512<uint>> states = MemoryMarshal.Cast<byte, Vector512<uint>>(value.AsSpan());
            (_first, _second, _third, _fourth) = (states[0], states[1], states[2], states[3]);
        }
    }

    /// <summary>Fills memory with 0, with a probability, and 1 / (1 − probability).</summary>
    /// <param name="mask">The memory.</param>
    /// <param name="probability">Of a zero, in (0, 1).</param>
    internal void Fill(Span<float> mask, double probability)
    {
        Vector512<uint> limit = Vector512.Create((uint)((1 - probability) * uint.MaxValue));
        Vector512<uint> kept = Vector512.Create(BitConverter.SingleToUInt32Bits((float)(1 / (1 - probability))));
        (Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d) = (_first, _second, _third, _fourth); // in registers
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(mask);
        for (int index = 0; index < bits.Length; index += Vector512<uint>.Count)
        {
            Vector512<uint> chosen = Vector512.LessThanOrEqual(a + d, limit) & kept;
            Vector512<uint> shifted = b << 9;
            (c, d) = (c ^ a, d ^ b);
            (b, a) = (b ^ c, a ^ d);
            c ^= shifted;
            d = (d << 11) | (d >>> 21);
            if (index <= bits.Length - Vector512<uint>.Count)
            {
                chosen.StoreUnsafe(ref bits[index]);
            }
            else
            {
                CopyBegin(chosen, bits[index..]);
            }
        }
        (_first, _second, _third, _fourth) = (a, b, c, d);
    }

    private static void CopyBegin(Vector512<uint> numbers, Span<uint> to)
    {
        for (int index = 0; index < to.Length; index++)
        {
            to[index] = numbers[index];
        }
    }

    /// <summary>States that have nothing to do with each other, from a counter (splitmix64: Steele et al. 2014, OOPSLA).</summary>
    private static Vector512<uint> Start(ref ulong counter)
    {
        Span<uint> state = stackalloc uint[Vector512<uint>.Count];
        foreach (ref uint number in state)
        {
            counter += 0x9E3779B97F4A7C15;
            ulong mixed = (counter ^ (counter >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            number = (uint)((mixed ^ (mixed >> 31)) >> 32);
        }
        return Vector512.Create((ReadOnlySpan<uint>)state);
    }
}
