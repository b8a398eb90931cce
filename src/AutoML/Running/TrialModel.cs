namespace MLNetDeep;

/// <summary>The fitted pipeline of a trial.</summary>
/// <param name="shared">Featurizers that other trials have, too.</param>
/// <param name="own">What was fitted for this trial, and is disposed with it.</param>
internal sealed class TrialModel(IReadOnlyList<ITransformer> shared, IReadOnlyList<ITransformer> own) : IDisposable
{
    internal TransformerChain<ITransformer> Chain { get; } = new([.. shared, .. own]);

    /// <summary>What there is to say of how it was trained.</summary>
    internal string? Remark => own.OfType<DeepTransformer>().FirstOrDefault(network => network.TrainingHistory.StopReason == StopReason.Diverged) is { } diverged
        ? $"Training diverged; the weights of epoch {diverged.TrainingHistory.BestEpoch} were kept."
        : null;

    public void Dispose()
    {
        foreach (IDisposable transformer in own.OfType<IDisposable>())
        {
            transformer.Dispose();
        }
    }
}
