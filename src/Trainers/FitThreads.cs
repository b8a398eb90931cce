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

    private readonly int _before;

    internal FitThreads(int count)
    {
        lock (s_settings)
        {
            _before = get_num_threads();
            if (count != _before)
            {
                set_num_threads(count);
                Thread other = new(() => set_num_threads(_before));
                other.Start();
                other.Join();
            }
        }
    }

    /// <summary>How many threads have work in a step: forward and backward, a weight takes six operations a row.</summary>
    internal static int For(Network network, Batches batches)
    {
        double work = 6.0 * network.Weights.TrainedCount * batches.Rows / batches.Count;
        return (int)Math.Min(get_num_threads(), 1 + work / WorkOfThread);
    }

    public void Dispose()
    {
        lock (s_settings)
        {
            if (get_num_threads() != _before)
            {
                set_num_threads(_before);
            }
        }
    }
}
