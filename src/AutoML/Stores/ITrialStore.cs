namespace MLNetDeep;

/// <summary>Where the trials of a sweep are kept. Many threads may use one.</summary>
internal interface ITrialStore : IDisposable
{
    /// <summary>All trials, in the order of their numbers, counted from 1.</summary>
    IReadOnlyList<SweepTrial> Trials();

    /// <summary>Takes a trial for the caller: one that was left unfinished or, without one, that which is proposed. No other caller gets it.</summary>
    /// <param name="propose">Makes a new trial of all there are, or <see langword="null"/> for no more.</param>
    SweepTrial? Claim(Func<IReadOnlyList<SweepTrial>, SweepTrial?> propose);

    /// <summary>Whether others are busy with trials, of which one may be left to this one.</summary>
    bool OthersRun();

    /// <summary>Keeps the loss of a trial at a rung, and gives those of the other trials there.</summary>
    IReadOnlyList<double> Report(int trial, int fold, int rung, double loss);

    /// <summary>Keeps the outcome of a trial with its model, if it has one.</summary>
    void Finish(SweepTrial trial);

    /// <summary>Lets go of the models of all but some trials.</summary>
    void KeepModels(IReadOnlySet<int> trials);
}
