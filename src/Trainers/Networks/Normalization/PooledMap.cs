namespace MLNetDeep.Networks;

/// <summary>A batch of maps with the channels last in memory, and the windows without overlap that they are pooled over.</summary>
/// <param name="Images">How many maps.</param>
/// <param name="Height">Places from top to bottom.</param>
/// <param name="Width">Places from left to right.</param>
/// <param name="Channels">Numbers of a place.</param>
/// <param name="WindowHeight">1 or 2; 1 where the width is 1.</param>
/// <param name="WindowWidth">1 or 2.</param>
internal readonly record struct PooledMap(int Images, int Height, int Width, int Channels, int WindowHeight, int WindowWidth)
{
    internal long Places => (long)Images * Height * Width;

    internal int PooledHeight => Height / WindowHeight;

    internal int PooledWidth => Width / WindowWidth;

    internal long PooledPlaces => (long)Images * PooledHeight * PooledWidth;

    internal bool IsPooled => WindowWidth > 1;

    /// <summary>The numbers of a line.</summary>
    internal long Line => (long)Width * Channels;

    /// <summary>Where the first line of windows begins in an image, or the places that no window covers.</summary>
    internal long First(int image, int lineOfWindows) => ((long)image * Height + lineOfWindows * WindowHeight) * Line;

    /// <summary>Where a line of an image begins once it is pooled.</summary>
    internal long FirstPooled(int image, int line) => ((long)image * PooledHeight + line) * PooledWidth * Channels;

    /// <summary>The map of a batch.</summary>
    /// <param name="input">Shape [B, C, height, width].</param>
    /// <param name="windowHeight">1 or 2.</param>
    /// <param name="windowWidth">1 or 2.</param>
    internal static PooledMap Of(Tensor input, int windowHeight, int windowWidth)
    {
        (int images, int channels, int height, int width) = ((int)input.size(0), (int)input.size(1), (int)input.size(2), (int)input.size(3));
        return windowHeight > windowWidth // the one column lies in memory as a line does
            ? new PooledMap(images, width, height, channels, windowWidth, windowHeight)
            : new PooledMap(images, height, width, channels, windowHeight, windowWidth);
    }
}
