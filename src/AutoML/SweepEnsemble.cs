namespace MLNetDeep;

/// <summary>Several of the best trials as one model, or the best alone where no other makes it better.</summary>
public sealed class SweepEnsemble
{
    internal SweepEnsemble(ITransformer model, double metric, IReadOnlyList<SweepEnsembleMember> members)
    {
        Model = model;
        Metric = metric;
        Members = members;
    }

    /// <summary>The model. It adds the score columns of a single one, and can be saved as one; a program that loads it needs what its members need.</summary>
    /// <remarks>Of several members it has an <see cref="EnsembleTransformer"/>. It shares their models, and is disposed with the result of the sweep.</remarks>
    public ITransformer Model { get; }

    /// <summary>The metric of the model on the validation rows; with several folds, on those of the first.</summary>
    /// <remarks>Never worse than that of the best trial on the same rows. Members are chosen by these rows: on others expect a little less.</remarks>
    public double Metric { get; }

    /// <summary>The trials of which it is made, the best first.</summary>
    public IReadOnlyList<SweepEnsembleMember> Members { get; }
}
