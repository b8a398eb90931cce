namespace MLNetDeep;

/// <summary>A pipeline that competes in a sweep.</summary>
/// <param name="name">Told in results.</param>
/// <param name="space">The options that are searched.</param>
/// <param name="pipeline">Makes the pipeline of some options, in a context that is cancelled with the trial.</param>
internal sealed class Candidate(string name, SearchSpace space, Func<MLContext, object, IEstimator<ITransformer>> pipeline)
{
    private readonly Lock _lock = new();
    private IReadOnlyList<IEstimator<ITransformer>>? _shared;

    internal string Name => name;

    internal SearchSpace Space => space;

    /// <summary>The estimators of the pipeline, in their order.</summary>
    internal IReadOnlyList<IEstimator<ITransformer>> Estimators(MLContext context, object options) => PipelineParts.Of(pipeline(context, options));

    /// <summary>The first of them, as far as they are the same objects whatever the options.</summary>
    internal IReadOnlyList<IEstimator<ITransformer>> SharedEstimators()
    {
        lock (_lock)
        {
            return _shared ??= [.. Once().Zip(Once()).TakeWhile(pair => ReferenceEquals(pair.First, pair.Second)).Select(pair => pair.First)];
        }
    }

    private IReadOnlyList<IEstimator<ITransformer>> Once() => Estimators(new MLContext(seed: 0), space.Defaults());
}
