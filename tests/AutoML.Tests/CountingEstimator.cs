namespace MLNetDeep.Tests;

/// <summary>Fits another estimator, counts how often, and runs an action before.</summary>
internal sealed class CountingEstimator(IEstimator<ITransformer> inner, Action? before = null) : IEstimator<ITransformer>
{
    private int _fits;

    internal int Fits => _fits;

    public ITransformer Fit(IDataView input)
    {
        Interlocked.Increment(ref _fits);
        before?.Invoke();
        return inner.Fit(input);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inner.GetOutputSchema(inputSchema);
}
