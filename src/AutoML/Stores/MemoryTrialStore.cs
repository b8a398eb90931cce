namespace MLNetDeep;

/// <summary>Trials in the memory of the process.</summary>
internal sealed class MemoryTrialStore : ITrialStore
{
    private readonly Lock _lock = new();
    private readonly List<SweepTrial> _trials = [];
    private readonly Dictionary<(int Fold, int Rung), Dictionary<int, double>> _losses = [];

    public IReadOnlyList<SweepTrial> Trials()
    {
        lock (_lock)
        {
            return [.. _trials];
        }
    }

    public SweepTrial? Claim(Func<IReadOnlyList<SweepTrial>, SweepTrial?> propose)
    {
        lock (_lock)
        {
            SweepTrial? proposed = propose([.. _trials]);
            if (proposed is not null)
            {
                _trials.Add(proposed);
            }
            return proposed;
        }
    }

    public bool OthersRun() => false;

    public IReadOnlyList<double> Report(int trial, int fold, int rung, double loss)
    {
        lock (_lock)
        {
            if (!_losses.TryGetValue((fold, rung), out Dictionary<int, double>? losses))
            {
                _losses[(fold, rung)] = losses = [];
            }
            losses[trial] = loss;
            return [.. losses.Where(other => other.Key != trial).Select(other => other.Value)];
        }
    }

    public void Finish(SweepTrial trial)
    {
        lock (_lock)
        {
            _trials[trial.Number - 1] = trial;
        }
    }

    public void KeepModels(IReadOnlySet<int> trials)
    {
        lock (_lock)
        {
            for (int index = 0; index < _trials.Count; index++)
            {
                if (_trials[index].Fitted is { } model && !trials.Contains(_trials[index].Number))
                {
                    model.Dispose();
                    _trials[index] = _trials[index] with { Fitted = null };
                }
            }
        }
    }

    public void Dispose() => KeepModels(new HashSet<int>());
}
