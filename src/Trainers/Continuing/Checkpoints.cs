namespace MLNetDeep;

/// <summary>The latest checkpoint of a fit, and the one before.</summary>
internal sealed class Checkpoints
{
    private readonly string _path;
    private readonly string _foundPath = "";
    private FitIdentity? _fit;

    private Checkpoints(string path, Action<string> warn)
    {
        _path = Path.GetFullPath(path);
        foreach (string candidate in new[] { _path, Previous }.Where(File.Exists))
        {
            try
            {
                Found = CheckpointFile.ReadHeader(candidate);
                _foundPath = candidate;
                return;
            }
            catch (FormatException problem)
            {
                warn($"The checkpoint '{candidate}' is damaged: {problem.Message}. {(candidate == _path && File.Exists(Previous) ? "The one before is used." : "Training begins anew.")}");
            }
        }
    }

    /// <summary>What a fit can continue from, if there is anything.</summary>
    internal CheckpointHeader? Found { get; }

    private string Previous => $"{_path}.previous";

    private string Unfinished => $"{_path}.new";

    internal static Checkpoints? Of(DeepTrainerOptions options, Action<string> warn) =>
        options.CheckpointPath is string path ? new Checkpoints(path, warn) : null;

    /// <summary>Says which fit this is.</summary>
    /// <exception cref="InvalidOperationException">What was found is of another.</exception>
    internal void BelongTo(FitIdentity fit)
    {
        _fit = fit;
        if (Found is { } found && found.Fit != fit.Checksum())
        {
            throw new InvalidOperationException($"The checkpoint '{_foundPath}' is of another fit: options, data, seed or device differ. Delete it to begin anew, or set another CheckpointPath.");
        }
    }

    /// <summary>Gives training the state that was found.</summary>
    internal void Restore(FitState state) => CheckpointFile.ReadState(_foundPath, Found!, state);

    /// <summary>Writes a checkpoint; the one before stays until this one is whole.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal void Save(IReadOnlyList<EpochReport> epochs, BestEpoch best, FitState state)
    {
        CheckpointHeader header = new()
        {
            Fit = _fit!.Checksum(),
            Seed = _fit.Seed,
            Epochs = epochs,
            BestEpoch = best.Number,
            BestLoss = best.Loss,
            StepCounts = state.StepCounts,
        };
        CheckpointFile.Write(Unfinished, header, state);
        if (File.Exists(_path))
        {
            File.Move(_path, Previous, overwrite: true);
        }
        File.Move(Unfinished, _path, overwrite: true);
    }

    /// <summary>Deletes the files of a fit that has finished.</summary>
    internal void Delete()
    {
        foreach (string path in new[] { _path, Previous, Unfinished })
        {
            File.Delete(path);
        }
    }
}
