using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Networks;

/// <summary>Two places beside each other, as of a signal.</summary>
internal readonly unsafe struct TwoPlaces : IWindow
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Extreme<T>(T* corner, long right, long down, Vector512<float> scale)
        where T : unmanaged, IMapNumber<T>
    {
        Vector512<float> first = T.Load(corner), second = T.Load(corner + right);
        return OnePlace.Chosen(Vector512.MaxNative(first, second), Vector512.MinNative(first, second), first, scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Spread<T>(T* corner, long right, long down, Vector512<float> extreme, Vector512<float> own, in SharedGradient shared)
        where T : unmanaged, IMapNumber<T>
    {
        Vector512<float> left = OnePlace.SpreadOne(corner, extreme, own, shared);
        OnePlace.SpreadOne(corner + right, extreme, left, shared);
    }
}
