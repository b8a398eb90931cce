namespace MLNetDeep;

/// <summary>Counts the cores that are in use for scoring.</summary>
internal sealed class Cores
{
    private int _busy;

    internal bool AreAllFree => Volatile.Read(ref _busy) == 0;

    /// <summary>Takes a core, unless so many are in use.</summary>
    internal bool TryTake(int most)
    {
        Interlocked.MemoryBarrier(); // who added to the queue before sees a core that is left, or else who leaves it sees what was added
        int busy = _busy;
        for (int seen; busy < most; busy = seen)
        {
            seen = Interlocked.CompareExchange(ref _busy, busy + 1, busy);
            if (seen == busy)
            {
                return true;
            }
        }
        return false;
    }

    internal void Leave() => Interlocked.Decrement(ref _busy);
}
