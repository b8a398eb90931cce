using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>Several models as one: adds the score columns of a single one of them, with the weighted mean of what all say.</summary>
/// <remarks>
/// <para>The means are of the probability in binary classification, of those of all classes in multiclass classification, and of the score in regression.
/// <c>Score</c> of a binary classifier is the log-odds of the mean, and <c>PredictedLabel</c> is <see langword="true"/> above 0.5.</para>
/// <para>Each member reads the same rows; columns in between, such as features, are not added. Many threads may use one ensemble. <see cref="Dispose"/> disposes the members.</para>
/// </remarks>
public sealed class EnsembleTransformer : RowToRowTransformerBase, IDisposable
{
    internal EnsembleTransformer(IHostEnvironment environment, EnsembleDescription description, IReadOnlyList<ITransformer> members)
        : base(environment.Register(nameof(EnsembleTransformer)))
    {
        Description = description;
        Members = members;
    }

    /// <summary>The models, each of the whole way from the rows to the score.</summary>
    public IReadOnlyList<ITransformer> Members { get; }

    /// <summary>How much each of them counts: positive, together 1.</summary>
    public IReadOnlyList<double> Weights => Description.Weights;

    /// <summary>What the ensemble predicts.</summary>
    public TaskKind Task => Description.Task;

    internal EnsembleDescription Description { get; }

    /// <summary>Frees the native memory of the members.</summary>
    public void Dispose()
    {
        foreach (IDisposable member in Members.OfType<IDisposable>())
        {
            member.Dispose();
        }
    }

    /// <summary>Makes an ensemble in the environment of a context.</summary>
    internal static EnsembleTransformer Of(MLContext ml, EnsembleDescription description, IReadOnlyList<ITransformer> members) =>
        MLNetInternals.Explain(() => new EnsembleTransformer(CatalogUtils.GetEnvironment(ml.Transforms), description, members), MLNetInternals.Check);

    /// <summary>The ensemble with other members, in their places.</summary>
    internal EnsembleTransformer With(IReadOnlyList<ITransformer> members) => new(Host, Description, members);

    /// <summary>Called by ML.NET.</summary>
    protected override void SaveModel(ModelSaveContext ctx) => EnsembleFile.Save(this, ctx);

    /// <summary>Called by ML.NET.</summary>
    protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new EnsembleMapper(this, schema);
}
