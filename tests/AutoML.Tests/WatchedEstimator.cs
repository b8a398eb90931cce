namespace MLNetDeep.Tests;

/// <summary>Fits another estimator, and shows what came of it.</summary>
internal sealed class WatchedEstimator(IEstimator<ITransformer> inner, Action<ITransformer> show) : IEstimator<ITransformer>
{
    public ITransformer Fit(IDataView input)
    {
        ITransformer fitted = inner.Fit(input);
        show(fitted);
        return fitted;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inner.GetOutputSchema(inputSchema);
}
