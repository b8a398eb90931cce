namespace MLNetDeep;

/// <summary>Keeps the images that are decoded at the same time within a number of pixels.</summary>
internal sealed class PixelBudget(int capacity)
{
    private readonly Lock _turn = new();
    private readonly object _room = new();
    private long _taken;

    /// <summary>Waits until there is room for an image.</summary>
    /// <param name="pixels">At most the capacity.</param>
    internal void Take(long pixels)
    {
        lock (_turn) // others wait behind one that waits for room, so that small images do not keep a large one out
        {
            lock (_room)
            {
                while (_taken + pixels > capacity)
                {
                    Monitor.Wait(_room);
                }
                _taken += pixels;
            }
        }
    }

    internal void Return(long pixels)
    {
        lock (_room)
        {
            _taken -= pixels;
            Monitor.PulseAll(_room);
        }
    }
}
