using Microsoft.ML;

namespace MLNetDeep.Tests;

/// <summary>Ensembles of toy models.</summary>
internal static class ToyEnsemble
{
    internal static EnsembleTransformer Of(TaskKind task, IReadOnlyList<double> weights, params IReadOnlyList<ITransformer> members) =>
        EnsembleTransformer.Of(new MLContext(), new EnsembleDescription { Task = task, Weights = weights }, members);

    /// <summary>Two that say the same.</summary>
    internal static EnsembleTransformer OfEqual(TaskKind task) => Of(task, [0.25, 0.75], ToyModel.Of(task), ToyModel.Of(task));

    /// <summary>Two that do not.</summary>
    internal static EnsembleTransformer OfDifferent() => Of(TaskKind.Regression, [0.25, 0.75], ToyModel.Regression(), ToyModel.SumOf(ToyModel.FeatureCount));
}
