using System.Diagnostics;

namespace MLNetDeep;

/// <summary>Has each request scored: at once by its own thread where a core is free, else from a queue, several together where that is faster.</summary>
/// <remarks>
/// Blocks form by themselves: while some are scored, the next gather. Where other work waits for threads of the pool, that may be more requests, and a request that is scored at once would
/// keep its thread from taking them in. So it goes into the queue then, and the scoring into the queue of the pool, behind what waits there; unless a trial finds that this is no less work.
/// </remarks>
internal sealed class RequestScheduler<TIn, TOut> : IThreadPoolWorkItem, IDisposable
    where TIn : class
    where TOut : class, new()
{
    private readonly PredictorOptions _options;
    private readonly CurrentModel<TIn, TOut> _model;
    private readonly RequestScoring<TIn, TOut> _scoring;
    private readonly RequestQueue<TIn, TOut> _queue;
    private readonly Timer _delay;
    private readonly Cores _cores = new(); // in use for requests that are scored at once, and for workers
    private readonly RequestErrors _errors;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _workers; // on their way, or scoring
    private int _workersOnTheWay;
    private volatile bool _isStopped;

    internal RequestScheduler(string name, PredictorOptions options, CurrentModel<TIn, TOut> model, RequestScoring<TIn, TOut> scoring)
    {
        _options = options;
        _errors = new RequestErrors(name, options);
        _model = model;
        _scoring = scoring;
        _queue = new RequestQueue<TIn, TOut>(options.MaximumQueueLength, options.QueueTimeout, Expire, Cancel);
        _delay = new Timer(_ => StartWorkers());
    }

    /// <summary>How many requests wait.</summary>
    internal int WaitingCount => _queue.Count;

    /// <summary>Whether requests are refused, since the application ends.</summary>
    internal bool IsStopped => _isStopped;

    /// <summary>The most cores that score at the same time.</summary>
    internal int MostCores { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether gathering is less work for the application.</summary>
    internal GatheringTrial Trial { get; init; } = new(() => Environment.CpuUsage.TotalTime, () => Stopwatch.GetElapsedTime(0));

    internal Task<TOut> Predict(TIn input, Activity? activity, CancellationToken cancellationToken)
    {
        if (_isStopped)
        {
            return _scoring.Refuse(_errors.Stopped());
        }
        if (IsToBeScoredAtOnce() && _cores.TryTake(WaitsForOthers ? 1 : MostCores))
        {
            try
            {
                return _model.TryEnter() is { } model ? _scoring.Score(model, input, activity) : _scoring.Refuse(_errors.Stopped());
            }
            finally
            {
                LeaveCore(answered: 1);
            }
        }
        PendingRequest<TIn, TOut> request = new(input, activity);
        if (!_queue.TryAdd(request, cancellationToken))
        {
            return _scoring.Refuse(_errors.Busy());
        }
        StartWorkers();
        return request.Task;
    }

    /// <summary>Refuses requests from now on, and waits until those are done that are here.</summary>
    /// <param name="cancellationToken">Ends the waiting: requests that wait are then refused.</param>
    /// <returns>How many were refused though they had been accepted.</returns>
    internal async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        _isStopped = true;
        StartWorkers();
        ReportDrained();
        try
        {
            await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return RefuseAll();
        }
    }

    public void Dispose()
    {
        _queue.Dispose();
        _delay.Dispose();
    }

    /// <summary>A worker: scores some of those that wait.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref _workersOnTheWay);
        PendingRequest<TIn, TOut>[] requests = [];
        if (_model.TryEnter() is { } model)
        {
            requests = _queue.Take(model.MinimumRows is null ? 1 : model.MaximumRows);
            StartWorkers(); // for those that are left
            _scoring.Score(model, requests);
        }
        else
        {
            RefuseAll();
        }
        Interlocked.Decrement(ref _workers);
        LeaveCore(requests.Length);
    }

    /// <summary>Whether requests wait for each other although cores are free.</summary>
    private bool WaitsForOthers => _options.MaximumDelay > TimeSpan.Zero && _model.Value.MinimumRows is not null && !_isStopped;

    private bool IsToBeScoredAtOnce() =>
        _queue.Count == 0 && (_model.Value.MinimumRows is null || WaitsForOthers || !Trial.IsOn || ThreadPool.PendingWorkItemCount == 0);

    private void LeaveCore(int answered)
    {
        _cores.Leave();
        if (_model.Value.MinimumRows is not null)
        {
            Trial.Answered(answered);
        }
        StartWorkers();
        ReportDrained();
    }

    /// <summary>Sends workers to the pool, as many as the requests that wait are worth and cores are free.</summary>
    private void StartWorkers()
    {
        while (_queue.Count > 0 && !IsDelayed() && IsWorthAWorker() && _cores.TryTake(MostCores))
        {
            Interlocked.Increment(ref _workers);
            Interlocked.Increment(ref _workersOnTheWay);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>A worker that scores takes what is left when it comes back; another begins beside it for a block that is worthwhile.</summary>
    private bool IsWorthAWorker() =>
        Volatile.Read(ref _workers) == 0 || _queue.Count >= (_model.Value.MinimumRows ?? 1) * (Volatile.Read(ref _workersOnTheWay) + 1);

    private bool IsDelayed()
    {
        if (!WaitsForOthers || _queue.Count >= _model.Value.MaximumRows)
        {
            return false;
        }
        TimeSpan rest = _options.MaximumDelay - _queue.FirstAge;
        if (rest <= TimeSpan.Zero)
        {
            return false;
        }
        _delay.Change(rest > TimeSpan.FromMilliseconds(1) ? rest : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        return true;
    }

    private int RefuseAll()
    {
        PendingRequest<TIn, TOut>[] refused = _queue.Take(int.MaxValue);
        Array.ForEach(refused, request => _scoring.Fail(request, _errors.Stopped()));
        return refused.Length;
    }

    private void ReportDrained()
    {
        if (_isStopped && _queue.Count == 0 && _cores.AreAllFree)
        {
            _drained.TrySetResult();
        }
    }

    private void Expire(PendingRequest<TIn, TOut> request)
    {
        _scoring.Fail(request, _errors.Late());
        ReportDrained();
    }

    private void Cancel(PendingRequest<TIn, TOut> request, CancellationToken cancellationToken)
    {
        _scoring.Cancel(request, cancellationToken);
        ReportDrained();
    }
}
