namespace MLNetDeep;

/// <summary>The rows of a fold behind some featurizers, which are fitted when first asked for and then kept with their output.</summary>
/// <remarks>Featurizers are told apart by identity: whoever gives one object to several pipelines has it fitted once.</remarks>
internal sealed class FeaturizedRows(MLContext ml, Fold rows, IReadOnlyList<ITransformer> transformers)
{
    private readonly Dictionary<IEstimator<ITransformer>, Lazy<FeaturizedRows>> _next = new(ReferenceEqualityComparer.Instance);

    private readonly Lazy<Fold> _kept = new(() => new Fold(Kept(ml, rows.Train), Kept(ml, rows.Validation)));

    /// <summary>From the first featurizer to the last.</summary>
    internal IReadOnlyList<ITransformer> Transformers => transformers;

    /// <summary>The rows, in memory once they have been read.</summary>
    internal Fold Rows => _kept.Value;

    internal FeaturizedRows Behind(IEnumerable<IEstimator<ITransformer>> featurizers) =>
        featurizers.Aggregate(this, (featurized, featurizer) => featurized.Behind(featurizer));

    private FeaturizedRows Behind(IEstimator<ITransformer> featurizer)
    {
        lock (_next)
        {
            if (!_next.TryGetValue(featurizer, out Lazy<FeaturizedRows>? next))
            {
                _next[featurizer] = next = new Lazy<FeaturizedRows>(() => Fit(featurizer));
            }
            return next.Value;
        }
    }

    private FeaturizedRows Fit(IEstimator<ITransformer> featurizer)
    {
        ITransformer transformer = featurizer.Fit(rows.Train);
        return new FeaturizedRows(ml, new Fold(transformer.Transform(rows.Train), transformer.Transform(rows.Validation)), [.. transformers, transformer]);
    }

    /// <summary>ML.NET's cache leaves out columns that it cannot hold, such as images; where there are some, rows are not kept.</summary>
    private static IDataView Kept(MLContext ml, IDataView view) =>
        view.Schema.All(column => column.Type is PrimitiveDataViewType or VectorDataViewType { ItemType: PrimitiveDataViewType }) ? ml.Data.Cache(view) : view;
}
