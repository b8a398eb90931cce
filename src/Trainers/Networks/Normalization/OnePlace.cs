using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Networks;

/// <summary>A place alone: no pooling.</summary>
internal readonly unsafe struct OnePlace : IWindow
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Extreme<T>(T* corner, long right, long down, Vector512<float> scale)
        where T : unmanaged, IMapNumber<T> => T.Load(corner);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Spread<T>(T* corner, long right, long down, Vector512<float> extreme, Vector512<float> own, in SharedGradient shared)
        where T : unmanaged, IMapNumber<T> => T.Store(shared.Of(extreme) + own, corner);

    /// <summary>Replaces a value by its gradient, if it is the one that was chosen, and returns the gradient that is left for places behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> SpreadOne<T>(T* place, Vector512<float> extreme, Vector512<float> own, in SharedGradient shared)
        where T : unmanaged, IMapNumber<T>
    {
        Vector512<float> value = T.Load(place), isChosen = Vector512.Equals(value, extreme);
        T.Store(shared.Of(value) + (own & isChosen), place);
        return Vector512.AndNot(own, isChosen);
    }

    /// <summary>The largest, the smallest or the first of some values by the sign of the scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Chosen(Vector512<float> largest, Vector512<float> smallest, Vector512<float> first, Vector512<float> scale)
    {
        Vector512<float> notNegative = Vector512.ConditionalSelect(Vector512.GreaterThan(scale, Vector512<float>.Zero), largest, first);
        return Vector512.ConditionalSelect(Vector512.LessThan(scale, Vector512<float>.Zero), smallest, notNegative);
    }
}
