using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Networks;

/// <summary>A number of LibTorch's <c>Float32</c>.</summary>
[StructLayout(LayoutKind.Sequential, Size = sizeof(float))]
internal readonly unsafe struct SingleNumber : IMapNumber<SingleNumber>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(SingleNumber* from) => Vector512.Load((float*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, SingleNumber* to) => values.Store((float*)to);
}
