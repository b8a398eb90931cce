using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetDeep.Networks;

/// <summary>A number of LibTorch's <c>BFloat16</c>: the upper half of one in single precision.</summary>
[StructLayout(LayoutKind.Sequential, Size = sizeof(ushort))]
internal readonly unsafe struct BFloat16Number : IMapNumber<BFloat16Number>
{
    private const int Half = 16; // bits
    private const uint NotANumber = 0x7FC0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(BFloat16Number* from) => (Widened(Vector256.Load((ushort*)from)) << Half).AsSingle();

    /// <summary>Rounds to the nearest, and to the even one of two as near.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, BFloat16Number* to)
    {
        Vector512<uint> bits = values.AsUInt32(), isOdd = (bits >> Half) & Vector512<uint>.One;
        Vector512<uint> rounded = (bits + Vector512.Create((1u << (Half - 1)) - 1) + isOdd) >> Half;
        Narrowed(Vector512.ConditionalSelect(Vector512.IsNaN(values).AsUInt32(), Vector512.Create(NotANumber), rounded)).Store((ushort*)to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Widened(Vector256<ushort> numbers)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.ConvertToVector512UInt32(numbers);
        }
        (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(numbers);
        return Vector512.Create(lower, upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Narrowed(Vector512<uint> numbers) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector256UInt16(numbers)
        : Vector256.Narrow(numbers.GetLower(), numbers.GetUpper());
}
