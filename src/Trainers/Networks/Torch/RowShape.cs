namespace MLNetDeep.Networks;

/// <summary>The shape of a row between layers: plain numbers, a signal [channels, steps], or an image [channels, height, width].</summary>
/// <param name="Map">A signal has a height of 1; numbers are channels of one place.</param>
/// <param name="Axes">1, 2 or 3.</param>
internal readonly record struct RowShape(ImageMap Map, int Axes)
{
    internal bool IsNumbers => Axes == 1;

    internal bool IsSignal => Axes == 2;

    internal bool IsImage => Axes == 3;

    internal static RowShape OfNumbers(long count) => new(new ImageMap((int)count, 1, 1), 1);

    /// <summary>The shape in words.</summary>
    public override string ToString() => Axes switch
    {
        1 => Map.Channels == 1 ? "1 number" : $"{Map.Channels} numbers",
        2 => $"[{Map.Channels}, {Map.Width}]",
        _ => $"[{Map.Channels}, {Map.Height}, {Map.Width}]",
    };
}
