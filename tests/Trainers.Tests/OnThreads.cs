namespace MLNetDeep.Tests;

/// <summary>Work on several threads at once.</summary>
internal static class OnThreads
{
    /// <summary>Runs the work on as many new threads, waits for all, and throws what they threw.</summary>
    internal static void Run(int count, Action<int> work) =>
        Task.WaitAll([.. Enumerable.Range(0, count).Select(thread => Task.Factory.StartNew(
            () => work(thread), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))]);
}
