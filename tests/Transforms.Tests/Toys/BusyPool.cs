namespace MLNetDeep.Tests;

/// <summary>Keeps all threads of the pool waiting until it is disposed, and lets the pool start no more: what is queued meanwhile stays in the queue.</summary>
internal sealed class BusyPool : IDisposable
{
    private readonly (int Workers, int Completion) _most;
    private readonly ManualResetEventSlim _released = new();
    private readonly CountdownEvent _begun;
    private readonly CountdownEvent _ended;

    internal BusyPool()
    {
        ThreadPool.GetMaxThreads(out _most.Workers, out _most.Completion);
        ThreadPool.GetMinThreads(out int threads, out _);
        Assert.IsTrue(ThreadPool.SetMaxThreads(threads, _most.Completion));
        int others = Thread.CurrentThread.IsThreadPoolThread ? threads - 1 : threads;
        _begun = new CountdownEvent(others);
        _ended = new CountdownEvent(others);
        for (int thread = 0; thread < others; thread++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => Wait(), null);
        }
        Assert.IsTrue(_begun.Wait(TimeSpan.FromMinutes(1))); // so that failing ends
    }

    public void Dispose()
    {
        _released.Set();
        _ended.Wait();
        Assert.IsTrue(ThreadPool.SetMaxThreads(_most.Workers, _most.Completion));
        _released.Dispose();
        _begun.Dispose();
        _ended.Dispose();
    }

    private void Wait()
    {
        _begun.Signal();
        _released.Wait();
        _ended.Signal();
    }
}
