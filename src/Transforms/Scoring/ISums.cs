using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep;

/// <summary>Sums of products, side by side in registers.</summary>
internal interface ISums<TSelf>
    where TSelf : struct, ISums<TSelf>
{
    /// <summary>How many there are.</summary>
    static abstract int Width { get; }

    static abstract TSelf Load(ref float numbers);

    /// <summary>The sums with the products of <paramref name="value"/> and a line of numbers added.</summary>
    TSelf Add(Vector512<float> value, ref float line);

    /// <summary>Writes the sums, or <paramref name="lowest"/> in place of those below.</summary>
    void Store(ref float numbers, Vector512<float> lowest);
}

/// <summary>Sixteen sums.</summary>
internal readonly struct Lane(Vector512<float> sums) : ISums<Lane>
{
    private readonly Vector512<float> _sums = sums;

    public static int Width => Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Load(ref float numbers) => new(Vector512.LoadUnsafe(ref numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lane Add(Vector512<float> value, ref float line) => new(Vector512.MultiplyAddEstimate(value, Vector512.LoadUnsafe(ref line), _sums));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float numbers, Vector512<float> lowest) => Vector512.Max(_sums, lowest).StoreUnsafe(ref numbers);
}

/// <summary>Twice as many sums.</summary>
internal readonly struct Pair<T>(T left, T right) : ISums<Pair<T>>
    where T : struct, ISums<T>
{
    private readonly T _left = left;
    private readonly T _right = right;

    public static int Width => 2 * T.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Load(ref float numbers) => new(T.Load(ref numbers), T.Load(ref Unsafe.Add(ref numbers, T.Width)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Pair<T> Add(Vector512<float> value, ref float line) => new(_left.Add(value, ref line), _right.Add(value, ref Unsafe.Add(ref line, T.Width)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float numbers, Vector512<float> lowest)
    {
        _left.Store(ref numbers, lowest);
        _right.Store(ref Unsafe.Add(ref numbers, T.Width), lowest);
    }
}
