namespace MLNetDeep;

/// <summary>The requests that wait, in the order of their arrival: not more than allowed, not longer than allowed, and not if they are taken back.</summary>
/// <param name="capacity">The most requests.</param>
/// <param name="timeout">The longest that one waits.</param>
/// <param name="expired">Completes a request whose time is over.</param>
/// <param name="cancelled">Completes a request that is taken back, also one that was taken out of the queue already.</param>
internal sealed class RequestQueue<TIn, TOut>(
    int capacity, TimeSpan timeout, Action<PendingRequest<TIn, TOut>> expired, Action<PendingRequest<TIn, TOut>, CancellationToken> cancelled) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<PendingRequest<TIn, TOut>> _requests = [];
    private Timer? _expiry;
    private bool _isExpirySet;
    private volatile int _count;

    internal int Count => _count;

    /// <summary>How long the first has waited; 0 if there is none.</summary>
    internal TimeSpan FirstAge
    {
        get
        {
            lock (_lock)
            {
                return _requests.First?.Value.Age ?? TimeSpan.Zero;
            }
        }
    }

    /// <summary>Lets a request wait, unless too many do.</summary>
    internal bool TryAdd(PendingRequest<TIn, TOut> request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_count >= capacity)
            {
                return false;
            }
            request.Place = _requests.AddLast(request);
            _count++;
            request.Cancellation = cancellationToken.UnsafeRegister(Cancel, request); // here, so that nobody completes the request before
            SetExpiry();
            return true;
        }
    }

    /// <summary>The first requests, which then wait no more.</summary>
    internal PendingRequest<TIn, TOut>[] Take(int most)
    {
        lock (_lock)
        {
            PendingRequest<TIn, TOut>[] taken = new PendingRequest<TIn, TOut>[Math.Min(most, _count)];
            for (int index = 0; index < taken.Length; index++)
            {
                taken[index] = TakeFirst();
            }
            return taken;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _expiry?.Dispose();
            _isExpirySet = true; // for good
        }
    }

    private PendingRequest<TIn, TOut> TakeFirst()
    {
        PendingRequest<TIn, TOut> request = _requests.First!.Value;
        Remove(request);
        return request;
    }

    private void Remove(PendingRequest<TIn, TOut> request)
    {
        _requests.Remove(request.Place!);
        request.Place = null;
        _count--;
    }

    private void Cancel(object? state, CancellationToken cancellationToken)
    {
        PendingRequest<TIn, TOut> request = (PendingRequest<TIn, TOut>)state!;
        lock (_lock)
        {
            if (request.Place is not null)
            {
                Remove(request);
            }
        }
        cancelled(request, cancellationToken);
    }

    /// <summary>One timer for all, set for the first in the queue; it is let run when that one leaves, and set again when it rings.</summary>
    private void SetExpiry()
    {
        if (!_isExpirySet && _requests.First is { } first)
        {
            _expiry ??= new Timer(_ => Expire());
            TimeSpan rest = timeout - first.Value.Age;
            _expiry.Change(rest > TimeSpan.FromMilliseconds(1) ? rest : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            _isExpirySet = true;
        }
    }

    private void Expire()
    {
        List<PendingRequest<TIn, TOut>> late = [];
        lock (_lock)
        {
            while (_requests.First is { } first && first.Value.Age >= timeout)
            {
                late.Add(TakeFirst());
            }
            _isExpirySet = false;
            SetExpiry();
        }
        late.ForEach(expired);
    }
}
