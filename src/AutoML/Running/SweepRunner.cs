namespace MLNetDeep;

/// <summary>Runs trials, several at once, until all are done or the sweep is to end.</summary>
internal sealed class SweepRunner
{
    private const int KeptModels = 10;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private readonly SweepPlan _plan;
    private readonly ITrialStore _store;
    private readonly SweepClock _clock;
    private readonly TrialWatch _watch;
    private readonly Lock _telling = new();
    private readonly HashSet<int> _running = [];
    private SweepTrial? _best; // as of the latest beginning or end of a trial here: to ask the store at each epoch would take longer than some epochs

    /// <param name="plan">What to do.</param>
    /// <param name="store">Where trials are kept.</param>
    /// <param name="clock">The time of the sweep.</param>
    internal SweepRunner(SweepPlan plan, ITrialStore store, SweepClock clock)
    {
        _plan = plan;
        _store = store;
        _clock = clock;
        _watch = new TrialWatch(plan.Options, clock, IsLatest);
    }

    internal void Run()
    {
        Task[] others = [.. Enumerable.Range(1, _plan.Options.Parallelism - 1)
            .Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Work();
        Task.WaitAll(others);
    }

    private void Work()
    {
        while (_clock.End() is null)
        {
            if (_store.Claim(trials => _plan.Propose(trials, _clock.Elapsed)) is { } trial)
            {
                Work(trial with { Started = _clock.Elapsed });
            }
            else if (!_store.OthersRun())
            {
                return;
            }
            else
            {
                Thread.Sleep(s_interval);
            }
        }
    }

    private void Work(SweepTrial trial)
    {
        Tell(trial, null);
        _store.Finish(Watched(trial) with { Duration = _clock.Elapsed - trial.Started });
        _store.KeepModels(Completed().Take(KeptModels).Select(best => best.Number).ToHashSet());
        Tell(_store.Trials()[trial.Number - 1], null);
    }

    private SweepTrial Watched(SweepTrial trial)
    {
        TrialStop stop = new(); // not disposed: a trial that is left to itself still looks at it
        void TellEpoch(EpochReport epoch)
        {
            if (stop.Cause is null)
            {
                Tell(trial with { Epochs = epoch.Epoch, Duration = _clock.Elapsed - trial.Started }, epoch);
            }
        }
        lock (_running)
        {
            _running.Add(trial.Number);
        }
        try
        {
            return _watch.Run(trial, stop, new TrialRun(_plan, trial, _store, stop, TellEpoch).Run);
        }
        finally
        {
            lock (_running)
            {
                _running.Remove(trial.Number);
            }
        }
    }

    private bool IsLatest(SweepTrial trial)
    {
        lock (_running)
        {
            return _running.Max() == trial.Number;
        }
    }

    private IReadOnlyList<SweepTrial> Completed() => Ranking.Completed(_store.Trials(), _plan.Metric.IsHigherBetter);

    private void Tell(SweepTrial trial, EpochReport? epoch)
    {
        if (_plan.Options.Progress is { } progress)
        {
            lock (_telling)
            {
                _best = epoch is not null ? _best : Completed() is [var first, ..] ? first : null;
                progress.Report(new SweepReport { Trial = trial, Epoch = epoch, Best = _best, Elapsed = _clock.Elapsed });
            }
        }
    }
}
