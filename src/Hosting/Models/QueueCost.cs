namespace MLNetDeep;

/// <summary>What requests do more when they wait than when they are scored at once: a place in the queue, a task, and the way on by a thread of the pool.</summary>
internal sealed class QueueCost<TIn, TOut>(TIn example) : IDisposable
    where TIn : class
    where TOut : class, new()
{
    /// <summary>The requests that wait together.</summary>
    internal const int Requests = 64;

    private readonly RequestQueue<TIn, TOut> _queue = new(Requests, TimeSpan.FromHours(1), _ => { }, (_, _) => { });
    private readonly Task[] _waiting = new Task[Requests];
    private readonly TOut _answer = new();

    /// <summary>Lets requests wait and answers them, without scoring.</summary>
    internal void Run()
    {
        for (int index = 0; index < Requests; index++)
        {
            PendingRequest<TIn, TOut> request = new(example, activity: null);
            _queue.TryAdd(request, CancellationToken.None);
            _waiting[index] = GoOn(request.Task);
        }
        foreach (PendingRequest<TIn, TOut> request in _queue.Take(Requests))
        {
            request.TrySetResult(_answer);
        }
        Task.WaitAll(_waiting);
    }

    public void Dispose() => _queue.Dispose();

    private static async Task GoOn(Task<TOut> request) => await request.ConfigureAwait(false);
}
