namespace MLNetDeep;

/// <summary>Finds out under load whether the application does less work for a request when requests are gathered: for a short time each way, in turn, and then again from time to time.</summary>
/// <remarks>
/// How fast blocks are scored is known when a model is loaded, but not what it costs the application that requests wait: a service that answers over HTTP may take longer to put a request aside
/// and to take it up again than to score it. So all is measured that the process does: its processor time for each request. That needs no full load to tell one way from the other.
/// </remarks>
/// <param name="processorTime">What the process has taken of all processors so far.</param>
/// <param name="clock">The time since some moment.</param>
internal sealed class GatheringTrial(Func<TimeSpan> processorTime, Func<TimeSpan> clock)
{
    private const int SpansOfATrial = 6; // three of each way, since a collection of garbage disturbs one
    private const int SpansOfRest = 24; // a second or more; the worse way is taken for a tenth of the time
    private const int LeastRequests = 64; // of a span
    private const double Margin = 0.95; // of the work that it takes otherwise: gathering has to earn that requests are put aside
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(50), s_longest = TimeSpan.FromSeconds(1); // longer: there is no load, and what else the process does would decide

    private readonly Lock _lock = new();
    private readonly double[] _costs = new double[SpansOfATrial]; // microseconds for each request
    private int _answered; // in this span
    private int _due = LeastRequests; // when to look at the clock
    private TimeSpan _begin = clock(), _processorTime = processorTime();
    private int _span;
    private bool _isWorthwhile = true;
    private volatile bool _isOn = true;

    /// <summary>Whether requests are to be gathered now.</summary>
    internal bool IsOn => _isOn;

    /// <summary>Counts requests that were answered.</summary>
    internal void Answered(int requests)
    {
        if (Interlocked.Add(ref _answered, requests) >= Volatile.Read(ref _due) && _lock.TryEnter())
        {
            try
            {
                EndSpan(clock());
            }
            finally
            {
                _lock.Exit();
            }
        }
    }

    private void EndSpan(TimeSpan now)
    {
        TimeSpan length = now - _begin;
        if (length < s_shortest)
        {
            _due = _answered + LeastRequests;
            return;
        }
        TimeSpan processorTimeNow = processorTime();
        double cost = (processorTimeNow - _processorTime).TotalMicroseconds / Interlocked.Exchange(ref _answered, 0);
        (_begin, _processorTime, _due) = (now, processorTimeNow, LeastRequests);
        if (length <= s_longest)
        {
            GoOn(cost);
        }
    }

    private void GoOn(double cost)
    {
        if (_span < SpansOfATrial)
        {
            _costs[_span] = cost;
        }
        _span = (_span + 1) % (SpansOfATrial + SpansOfRest);
        if (_span == SpansOfATrial)
        {
            _isWorthwhile = Median(isOn: true) < Margin * Median(isOn: false);
        }
        _isOn = _span < SpansOfATrial ? IsOnIn(_span) : _isWorthwhile;
    }

    private static bool IsOnIn(int spanOfTrial) => spanOfTrial % 2 == 0;

    private double Median(bool isOn)
    {
        double[] costs = [.. _costs.Where((_, span) => IsOnIn(span) == isOn).Order()];
        return costs[costs.Length / 2];
    }
}
