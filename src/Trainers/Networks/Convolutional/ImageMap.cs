namespace MLNetDeep.Networks;

/// <summary>The shape of what flows between the layers of a convolutional network, beside the rows; a signal is an image of height 1.</summary>
internal readonly record struct ImageMap(int Channels, int Height, int Width)
{
    internal long Numbers => (long)Channels * Height * Width;

    /// <summary>A kernel of a width in each axis, but no wider than what can meet a value wherever it stands: so 1 in the height of a signal.</summary>
    internal (int Height, int Width) Kernel(int width) => (Math.Min(width, 2 * Height - 1), Math.Min(width, 2 * Width - 1));

    /// <summary>The map when every <paramref name="stride"/>-th place is kept, beginning with the first.</summary>
    internal ImageMap Strided(int stride, int channels) => new(channels, (Height + stride - 1) / stride, (Width + stride - 1) / stride);
}
