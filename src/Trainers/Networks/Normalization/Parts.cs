namespace MLNetDeep.Networks;

/// <summary>Parts of a computation that do not depend on each other.</summary>
internal static class Parts
{
    /// <param name="count">The number of parts.</param>
    /// <param name="threads">How many of them may be computed at the same time.</param>
    /// <param name="compute">Computes one.</param>
    internal static void ForEach(int count, int threads, Action<int> compute)
    {
        if (threads > 1)
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, compute);
            return;
        }
        for (int part = 0; part < count; part++)
        {
            compute(part);
        }
    }
}
