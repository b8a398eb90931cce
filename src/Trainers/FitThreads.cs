using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Sets the number of threads that LibTorch uses for the calling thread, and sets it back.</summary>
/// <remarks>
/// LibTorch keeps the number per thread, and that of the last setting for threads which it has not seen yet. For those, a thread of no
/// other use sets it back at once: fits that begin meanwhile see the process's own setting.
/// </remarks>
internal sealed class FitThreads : IDisposable
{
    private const double WorkOfThread = 1e8; // operations in a step, from which another thread gains

    private static readonly Lock s_settings = new();

    private readonly int _before = get_num_threads();

    /// <param name="count">More than there are cores count as many as these: thousands would end the process.</param>
    internal FitThreads(int count) => Set(Math.Min(count, Environment.ProcessorCount));

    /// <summary>How many threads have work in a step: forward, and twice as much backward.</summary>
    internal static int For(Network network, Batches batches)
    {
        double work = 3 * network.OperationsPerRow * batches.Rows / batches.Count;
        return (int)Math.Min(get_num_threads(), 1 + work / WorkOfThread);
    }

    public void Dispose() => Set(_before);

    private static void Set(int count)
    {
        if (count == get_num_threads())
        {
            return;
        }
        lock (s_settings)
        {
            int ofOthers = 0;
            OnAnother(() => ofOthers = get_num_threads());
            set_num_threads(count);
            OnAnother(() => set_num_threads(ofOthers));
        }
    }

    private static void OnAnother(ThreadStart action)
    {
        Thread other = new(action);
        other.Start();
        other.Join();
    }
}
