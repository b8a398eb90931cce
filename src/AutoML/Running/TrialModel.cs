namespace MLNetDeep;

/// <summary>The fitted pipeline of a trial.</summary>
internal sealed class TrialModel : IDisposable
{
    private readonly Lazy<ITransformer> _chain;
    private readonly IReadOnlyList<ITransformer>? _own;

    /// <param name="shared">Featurizers that other trials have, too.</param>
    /// <param name="own">What was fitted for this trial, and is disposed with it.</param>
    internal TrialModel(IReadOnlyList<ITransformer> shared, IReadOnlyList<ITransformer> own)
    {
        _chain = new Lazy<ITransformer>(new TransformerChain<ITransformer>([.. shared, .. own]));
        _own = own;
    }

    /// <param name="load">Reads a stored one, when it is first asked for.</param>
    internal TrialModel(Func<ITransformer> load) => _chain = new Lazy<ITransformer>(load);

    internal ITransformer Chain => _chain.Value;

    /// <summary>What there is to say of how it was trained.</summary>
    internal string? Remark => _own?.OfType<DeepTransformer>().FirstOrDefault(network => network.TrainingHistory.StopReason == StopReason.Diverged) is { } diverged
        ? $"Training diverged; the weights of epoch {diverged.TrainingHistory.BestEpoch} were kept."
        : null;

    public void Dispose()
    {
        foreach (IDisposable transformer in (_own ?? (_chain.IsValueCreated ? [_chain.Value] : [])).OfType<IDisposable>())
        {
            transformer.Dispose();
        }
    }
}
