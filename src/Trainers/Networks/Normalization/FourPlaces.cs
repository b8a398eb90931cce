using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Networks;

/// <summary>Two places beside each other, and the two below them.</summary>
internal readonly unsafe struct FourPlaces : IWindow
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Extreme<T>(T* corner, long right, long down, Vector512<float> scale)
        where T : unmanaged, IMapNumber<T>
    {
        Vector512<float> first = T.Load(corner), second = T.Load(corner + right), third = T.Load(corner + down), fourth = T.Load(corner + down + right);
        Vector512<float> largest = Vector512.MaxNative(Vector512.MaxNative(first, second), Vector512.MaxNative(third, fourth));
        Vector512<float> smallest = Vector512.MinNative(Vector512.MinNative(first, second), Vector512.MinNative(third, fourth));
        return OnePlace.Chosen(largest, smallest, first, scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Spread<T>(T* corner, long right, long down, Vector512<float> extreme, Vector512<float> own, in SharedGradient shared)
        where T : unmanaged, IMapNumber<T>
    {
        Vector512<float> left = OnePlace.SpreadOne(corner, extreme, own, shared);
        left = OnePlace.SpreadOne(corner + right, extreme, left, shared);
        left = OnePlace.SpreadOne(corner + down, extreme, left, shared);
        OnePlace.SpreadOne(corner + down + right, extreme, left, shared);
    }
}
