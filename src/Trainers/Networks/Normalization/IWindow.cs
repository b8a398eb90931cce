using System.Runtime.Intrinsics;

namespace MLNetDeep.Networks;

/// <summary>The places of a map that pooling makes one of: sixteen channels of them at a time.</summary>
internal unsafe interface IWindow
{
    /// <summary>The value that is largest once it is multiplied by a scale: the largest where that is positive, the smallest where it is negative, the first where it is 0.</summary>
    /// <typeparam name="T">The numbers of the map.</typeparam>
    /// <param name="corner">The first place.</param>
    /// <param name="right">How far the place beside it is.</param>
    /// <param name="down">How far the place below it is.</param>
    /// <param name="scale">The scale of each channel.</param>
    static abstract Vector512<float> Extreme<T>(T* corner, long right, long down, Vector512<float> scale)
        where T : unmanaged, IMapNumber<T>;

    /// <summary>Replaces each value by its gradient.</summary>
    /// <typeparam name="T">The numbers of the map.</typeparam>
    /// <param name="corner">The first place.</param>
    /// <param name="right">How far the place beside it is.</param>
    /// <param name="down">How far the place below it is.</param>
    /// <param name="extreme">The value that was chosen.</param>
    /// <param name="own">The gradient of that value alone: of the first place that has it.</param>
    /// <param name="shared">The gradient that all values have.</param>
    static abstract void Spread<T>(T* corner, long right, long down, Vector512<float> extreme, Vector512<float> own, in SharedGradient shared)
        where T : unmanaged, IMapNumber<T>;
}
