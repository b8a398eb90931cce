namespace MLNetDeep;

/// <summary>Runs a trial on a thread of its own, and ends it when it is time. One that does not end when it is told to is left to itself.</summary>
/// <param name="options">The budgets.</param>
/// <param name="clock">The time of the sweep.</param>
/// <param name="isLatest">Whether no trial that runs began later.</param>
internal sealed class TrialWatch(SweepOptions options, SweepClock clock, Func<SweepTrial, bool> isLatest)
{
    private const double Grace = 0.05; // of the time budget, for a trial to end once it is told to
    private static readonly TimeSpan s_unlimitedGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    internal SweepTrial Run(SweepTrial trial, TrialStop stop, Func<SweepTrial> run)
    {
        Task<SweepTrial> task = Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        TimeSpan? told = null;
        while (!task.Wait(s_interval))
        {
            if (told is null && CauseToEnd(trial) is var (state, reason))
            {
                told = clock.Elapsed;
                stop.End(state, reason);
            }
            if (clock.Elapsed - told > (options.TimeBudget * Grace ?? s_unlimitedGrace))
            {
                task.ContinueWith(late => late.Result.Fitted?.Dispose(), TaskScheduler.Default);
                return trial with { State = stop.Cause!.Value.State, Reason = $"{stop.Cause.Value.Reason} It did not end when it was told to, and was left to itself." };
            }
        }
        return task.Result;
    }

    private (TrialState State, string Reason)? CauseToEnd(SweepTrial trial)
    {
        if (clock.End() is { } end)
        {
            return (TrialState.Cancelled, end);
        }
        if (clock.Elapsed - trial.Started > options.TrialTimeBudget)
        {
            return (TrialState.TimedOut, $"It took longer than TrialTimeBudget, {options.TrialTimeBudget}.");
        }
        return options.MemoryBudget is long bytes && Environment.WorkingSet > bytes && isLatest(trial)
            ? (TrialState.Failed, FormattableString.Invariant($"Out of memory: the process took more than MemoryBudget, {bytes:N0} bytes."))
            : null;
    }
}
